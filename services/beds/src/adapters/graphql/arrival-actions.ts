import 'reflect-metadata';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { deedId, patientId, stayId } from '../../domain/ids';
import { arrivalOf, doing, seenAs, seenOnArrival, type ActingDeps } from './acting';
import type { BedsActionDone } from './action-types';
import { AdmitPatientInput, BedsActionResult, MovePatientInput, SwapPatientsInput } from './action-types';
import type { BedsRefusal } from './refusals';

type Done = Promise<BedsActionDone | BedsRefusal>;

const Doable = (description: string) => Mutation(() => BedsActionResult, { nullable: true, description });

/** What puts a patient into a bed. */
@Resolver()
export class ArrivalActions {
  constructor(private readonly deps: ActingDeps) {}

  @Doable('Admits a patient to a bed or a ward. Until iPM tells of it the stay is provisional.')
  admitPatient(@Ctx() context: GraphContext, @Arg('input', () => AdmitPatientInput) input: AdmitPatientInput): Done {
    return doing(this.deps, {
      ...{
        context,
        mutation: 'admitPatient',
        right: 'beds.admit',
        input,
        about: { to: input.to, patientId: input.patientId },
      },
      seen: () => seenOnArrival(input.to),
      act: (acting, command) => {
        const admitting = { patientId: patientId(input.patientId), arrival: arrivalOf(input.to) };
        return this.deps.actions.admit({ ...acting, ...admitting }, command);
      },
    });
  }

  @Doable('Moves a patient to another bed or ward.')
  movePatient(@Ctx() context: GraphContext, @Arg('input', () => MovePatientInput) input: MovePatientInput): Done {
    return this.arriving('movePatient', context, input);
  }

  @Doable('Takes a discharge back: the patient is in again.')
  reinstateStay(@Ctx() context: GraphContext, @Arg('input', () => MovePatientInput) input: MovePatientInput): Done {
    return this.arriving('reinstateStay', context, input);
  }

  private arriving(mutation: 'movePatient' | 'reinstateStay', context: GraphContext, input: MovePatientInput): Done {
    const { actions } = this.deps;
    const [right, act] =
      mutation === 'movePatient'
        ? (['beds.move-patient', actions.move] as const)
        : (['beds.discharge', actions.reinstateStay] as const);
    return doing(this.deps, {
      ...{ context, mutation, right, input, about: { stays: [input.stayId], to: input.to } },
      seen: () => [...seenAs(stayId(input.stayId), input.expectedVersion), ...seenOnArrival(input.to)],
      act: (acting, command) => act({ ...acting, stayId: stayId(input.stayId), arrival: arrivalOf(input.to) }, command),
    });
  }

  @Doable('Two patients change places in one step.')
  swapPatients(@Ctx() context: GraphContext, @Arg('input', () => SwapPatientsInput) input: SwapPatientsInput): Done {
    return this.swapping('swapPatients', context, input);
  }

  @Doable('Takes a swap back.')
  revertSwap(@Ctx() context: GraphContext, @Arg('input', () => SwapPatientsInput) input: SwapPatientsInput): Done {
    return this.swapping('revertSwap', context, input);
  }

  private swapping(mutation: 'swapPatients' | 'revertSwap', context: GraphContext, input: SwapPatientsInput): Done {
    const { actions } = this.deps;
    return doing(this.deps, {
      ...{ context, mutation, right: 'beds.move-patient', input },
      about: { stays: [input.stayId, input.otherStayId] },
      seen: () => [
        ...seenAs(stayId(input.stayId), input.expectedVersion),
        ...seenAs(stayId(input.otherStayId), input.expectedOtherVersion),
      ],
      act: (acting, command) => {
        const swap = { ...acting, first: stayId(input.stayId), second: stayId(input.otherStayId) };
        if (mutation === 'swapPatients') return actions.swap(swap, command);
        return actions.revertSwap({ ...swap, ...(input.deedId != null && { deedId: deedId(input.deedId) }) }, command);
      },
    });
  }
}
