import 'reflect-metadata';
import type { CommandContext } from '@flow/platform/decider/handler';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { Right } from '@flow/schema/rights';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Acted, Refused } from '../../application/answers';
import type { Acting } from '../../application/beds-inputs';
import { bedId, holdId, patientId } from '../../domain/ids';
import { doing, momentOf, seenAs, type ActingDeps } from './acting';
import type { BedsActionDone } from './action-types';
import { BedInput, BedsActionResult, CloseBedInput, HoldBedInput, ReleaseHoldInput } from './action-types';
import type { BedsRefusal } from './refusals';

type Done = Promise<BedsActionDone | BedsRefusal>;
type Act = (acting: Acting, context: CommandContext) => Promise<Acted | Refused>;

const Doable = (description: string) => Mutation(() => BedsActionResult, { nullable: true, description });

/** What people do with a bed. */
@Resolver()
export class BedActions {
  constructor(private readonly deps: ActingDeps) {}

  @Doable('Keeps a bed until a time, for a patient or for nobody yet.')
  holdBed(@Ctx() context: GraphContext, @Arg('input', () => HoldBedInput) input: HoldBedInput): Done {
    return doing(this.deps, {
      ...{ context, mutation: 'holdBed', right: 'beds.hold-bed', input },
      about: { beds: [input.bedId], patientId: input.patientId },
      seen: () => seenAs(bedId(input.bedId), input.expectedVersion),
      act: (acting, command) => {
        const { until, reason, patientId: patient, holdId: hold } = input;
        const held = {
          ...{ bedId: bedId(input.bedId), until: momentOf(until), reason },
          patientId: patient == null ? null : patientId(patient),
          ...(hold != null && { holdId: holdId(hold) }),
        };
        return this.deps.actions.holdBed({ ...acting, ...held }, command);
      },
    });
  }

  @Doable('Lets a held bed go.')
  releaseHold(@Ctx() context: GraphContext, @Arg('input', () => ReleaseHoldInput) input: ReleaseHoldInput): Done {
    return this.ofBed(['releaseHold', 'beds.hold-bed'], context, input, (acting, command) =>
      this.deps.actions.releaseHold({ ...acting, bedId: bedId(input.bedId), holdId: holdId(input.holdId) }, command),
    );
  }

  @Doable('Closes a bed. An occupied one only for an infection, with the patient kept in it.')
  closeBed(@Ctx() context: GraphContext, @Arg('input', () => CloseBedInput) input: CloseBedInput): Done {
    return this.ofBed(['closeBed', 'beds.close-bed'], context, input, (acting, command) => {
      const { reason, keepOccupant } = input;
      const closing = { bedId: bedId(input.bedId), reason, ...(keepOccupant != null && { keepOccupant }) };
      return this.deps.actions.closeBed({ ...acting, ...closing }, command);
    });
  }

  @Doable('Opens a closed bed.')
  openBed(@Ctx() context: GraphContext, @Arg('input', () => BedInput) input: BedInput): Done {
    return this.ofBed(['openBed', 'beds.close-bed'], context, input, (acting, command) =>
      this.deps.actions.openBed({ ...acting, bedId: bedId(input.bedId) }, command),
    );
  }

  @Doable('Cleaning has begun.')
  startCleaning(@Ctx() context: GraphContext, @Arg('input', () => BedInput) input: BedInput): Done {
    return this.ofBed(['startCleaning', 'beds.close-bed'], context, input, (acting, command) =>
      this.deps.actions.startCleaning({ ...acting, bedId: bedId(input.bedId) }, command),
    );
  }

  @Doable('Cleaning was broken off.')
  stopCleaning(@Ctx() context: GraphContext, @Arg('input', () => BedInput) input: BedInput): Done {
    return this.ofBed(['stopCleaning', 'beds.close-bed'], context, input, (acting, command) =>
      this.deps.actions.stopCleaning({ ...acting, bedId: bedId(input.bedId) }, command),
    );
  }

  @Doable('The bed is clean.')
  markBedClean(@Ctx() context: GraphContext, @Arg('input', () => BedInput) input: BedInput): Done {
    return this.ofBed(['markBedClean', 'beds.close-bed'], context, input, (acting, command) =>
      this.deps.actions.markBedClean({ ...acting, bedId: bedId(input.bedId) }, command),
    );
  }

  @Doable('The bed is not clean after all.')
  markBedNotClean(@Ctx() context: GraphContext, @Arg('input', () => BedInput) input: BedInput): Done {
    return this.ofBed(['markBedNotClean', 'beds.close-bed'], context, input, (acting, command) =>
      this.deps.actions.markBedNotClean({ ...acting, bedId: bedId(input.bedId) }, command),
    );
  }

  private ofBed([mutation, right]: readonly [string, Right], context: GraphContext, input: BedInput, act: Act): Done {
    const seen = () => seenAs(bedId(input.bedId), input.expectedVersion);
    return doing(this.deps, { context, mutation, right, input, act, seen, about: { beds: [input.bedId] } });
  }
}
