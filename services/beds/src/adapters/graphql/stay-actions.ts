import 'reflect-metadata';
import type { CommandContext } from '@flow/platform/decider/handler';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { Right } from '@flow/schema/rights';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Acted, Refused } from '../../application/answers';
import type { Acting } from '../../application/beds-inputs';
import { deedId, stayId } from '../../domain/ids';
import { doing, seenAs, type ActingDeps } from './acting';
import type { BedsActionDone } from './action-types';
import { BedsActionResult, RevertInput, StayInput } from './action-types';
import type { BedsRefusal } from './refusals';

type Done = Promise<BedsActionDone | BedsRefusal>;
type Act = (acting: Acting, context: CommandContext) => Promise<Acted | Refused>;

const Doable = (description: string) => Mutation(() => BedsActionResult, { nullable: true, description });

/** What people do with a stay. */
@Resolver()
export class StayActions {
  constructor(private readonly deps: ActingDeps) {}

  @Doable('Takes an admission of ours back.')
  cancelAdmission(@Ctx() context: GraphContext, @Arg('input', () => StayInput) input: StayInput): Done {
    return this.ofStay(['cancelAdmission', 'beds.admit'], context, input, (acting, command) =>
      this.deps.actions.cancelAdmission({ ...acting, stayId: stayId(input.stayId) }, command),
    );
  }

  @Doable('Takes a move back.')
  revertMove(@Ctx() context: GraphContext, @Arg('input', () => RevertInput) input: RevertInput): Done {
    return this.ofStay(['revertMove', 'beds.move-patient'], context, input, (acting, command) =>
      this.deps.actions.revertMove(
        { ...acting, stayId: stayId(input.stayId), ...(input.deedId != null && { deedId: deedId(input.deedId) }) },
        command,
      ),
    );
  }

  @Doable('Discharges a patient.')
  dischargePatient(@Ctx() context: GraphContext, @Arg('input', () => StayInput) input: StayInput): Done {
    return this.ofStay(['dischargePatient', 'beds.discharge'], context, input, (acting, command) =>
      this.deps.actions.discharge({ ...acting, stayId: stayId(input.stayId) }, command),
    );
  }

  @Doable('Somebody saw the patient where the board has them.')
  confirmPlace(@Ctx() context: GraphContext, @Arg('input', () => StayInput) input: StayInput): Done {
    return this.ofStay(['confirmPlace', 'beds.move-patient'], context, input, (acting, command) =>
      this.deps.actions.confirmPlace({ ...acting, stayId: stayId(input.stayId) }, command),
    );
  }

  @Doable('The ward and the site team agree with where the board has the patient.')
  settleDispute(@Ctx() context: GraphContext, @Arg('input', () => StayInput) input: StayInput): Done {
    return this.ofStay(['settleDispute', 'beds.move-patient'], context, input, (acting, command) =>
      this.deps.actions.settleDispute({ ...acting, stayId: stayId(input.stayId) }, command),
    );
  }

  @Doable('The patient goes on leave and keeps the bed.')
  startLeave(@Ctx() context: GraphContext, @Arg('input', () => StayInput) input: StayInput): Done {
    return this.ofStay(['startLeave', 'beds.move-patient'], context, input, (acting, command) =>
      this.deps.actions.startLeave({ ...acting, stayId: stayId(input.stayId) }, command),
    );
  }

  @Doable('Takes the start of a leave back.')
  cancelLeaveStart(@Ctx() context: GraphContext, @Arg('input', () => RevertInput) input: RevertInput): Done {
    return this.ofStay(['cancelLeaveStart', 'beds.move-patient'], context, input, (acting, command) =>
      this.deps.actions.cancelLeaveStart(
        { ...acting, stayId: stayId(input.stayId), ...(input.deedId != null && { deedId: deedId(input.deedId) }) },
        command,
      ),
    );
  }

  @Doable('The patient is back from leave.')
  endLeave(@Ctx() context: GraphContext, @Arg('input', () => StayInput) input: StayInput): Done {
    return this.ofStay(['endLeave', 'beds.move-patient'], context, input, (acting, command) =>
      this.deps.actions.endLeave({ ...acting, stayId: stayId(input.stayId) }, command),
    );
  }

  @Doable('Takes the end of a leave back.')
  cancelLeaveEnd(@Ctx() context: GraphContext, @Arg('input', () => RevertInput) input: RevertInput): Done {
    return this.ofStay(['cancelLeaveEnd', 'beds.move-patient'], context, input, (acting, command) =>
      this.deps.actions.cancelLeaveEnd(
        { ...acting, stayId: stayId(input.stayId), ...(input.deedId != null && { deedId: deedId(input.deedId) }) },
        command,
      ),
    );
  }

  private ofStay([mutation, right]: readonly [string, Right], context: GraphContext, input: StayInput, act: Act): Done {
    const seen = () => seenAs(stayId(input.stayId), input.expectedVersion);
    return doing(this.deps, { context, mutation, right, input, act, seen, about: { stays: [input.stayId] } });
  }
}
