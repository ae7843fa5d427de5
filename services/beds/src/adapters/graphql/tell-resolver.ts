import 'reflect-metadata';
import type { CommandContext } from '@flow/platform/decider/handler';
import { commandContextOf } from '@flow/platform/graphql/command-context';
import { TellRefusal } from '@flow/platform/graphql/domain-error';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { Clock } from '@flow/platform/time/clock';
import { may } from '@flow/schema/rights';
import { Arg, createUnionType, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { refused, type Refused, type Told } from '../../application/answers';
import type { BedsActions } from '../../application/beds-actions';
import {
  saidIn,
  tellBedStatusOf,
  tellPatientDetailsOf,
  tellPatientsMergedOf,
  tellStayOf,
  tellWithdrawnOf,
} from './parse-tell';
import { toldRefusal } from './refusals';
import {
  StayTold,
  TellBedStatusInput,
  TellPatientDetailsInput,
  TellPatientsMergedInput,
  TellStayInput,
  TellSwapInput,
  TellWithdrawnInput,
} from './tell-inputs';

const TellBedsResult = createUnionType({ name: 'TellBedsResult', types: () => [StayTold, TellRefusal] as const });
const Tellable = (description: string) => Mutation(() => TellBedsResult, { nullable: true, description });

type Answer = Promise<StayTold | TellRefusal>;

interface Telling {
  readonly mutation: string;
  readonly context: GraphContext;
  readonly idempotencyKey: string;
  readonly of: { readonly partner: string; readonly messageId: string };
  /** What the partner said, of which the hash is made. */
  readonly said: object;
  /** Throws RangeError for a value that is not of its kind. */
  readonly tell: (context: CommandContext) => Promise<Told | Refused>;
}

export interface TellDeps {
  readonly actions: BedsActions;
  readonly clock: Clock;
}

/** What partners say of stays and beds, told by the interface. Safe to repeat. */
@Resolver()
export class TellResolver {
  constructor(private readonly deps: TellDeps) {}

  @Tellable('What a partner says of a stay.')
  @Directive('@inaccessible')
  tellStay(@Ctx() context: GraphContext, @Arg('input', () => TellStayInput) input: TellStayInput): Answer {
    const { idempotencyKey } = input;
    return this.told({
      ...{ mutation: 'tellStay', context, idempotencyKey, of: input, said: saidIn(input) },
      tell: async (command) => this.deps.actions.tellStay(tellStayOf(input), command),
    });
  }

  @Tellable('Two patients changed places.')
  @Directive('@inaccessible')
  tellSwap(@Ctx() context: GraphContext, @Arg('input', () => TellSwapInput) input: TellSwapInput): Answer {
    const { idempotencyKey, first, second } = input;
    return this.told({
      ...{ mutation: 'tellSwap', context, idempotencyKey, of: first },
      said: { first: saidIn(first), second: saidIn(second) },
      tell: async (command) =>
        this.deps.actions.tellSwap({ first: tellStayOf(first), second: tellStayOf(second) }, command),
    });
  }

  @Tellable('A message is understood in another way now: what it said of a stay before is no longer said.')
  @Directive('@inaccessible')
  tellWithdrawn(
    @Ctx() context: GraphContext,
    @Arg('input', () => TellWithdrawnInput) input: TellWithdrawnInput,
  ): Answer {
    const { idempotencyKey } = input;
    return this.told({
      ...{ mutation: 'tellWithdrawn', context, idempotencyKey, of: input, said: saidIn(input) },
      tell: async (command) => this.deps.actions.tellWithdrawn(tellWithdrawnOf(input), command),
    });
  }

  @Tellable('Two patients are one.')
  @Directive('@inaccessible')
  tellPatientsMerged(
    @Ctx() context: GraphContext,
    @Arg('input', () => TellPatientsMergedInput) input: TellPatientsMergedInput,
  ): Answer {
    const { idempotencyKey } = input;
    return this.told({
      ...{ mutation: 'tellPatientsMerged', context, idempotencyKey, of: input, said: saidIn(input) },
      tell: async (command) => this.deps.actions.tellPatientsMerged(tellPatientsMergedOf(input), command),
    });
  }

  @Tellable('A patient’s details are newer, or the patient is shielded now.')
  @Directive('@inaccessible')
  tellPatientDetails(
    @Ctx() context: GraphContext,
    @Arg('input', () => TellPatientDetailsInput) input: TellPatientDetailsInput,
  ): Answer {
    const { idempotencyKey } = input;
    return this.told({
      ...{ mutation: 'tellPatientDetails', context, idempotencyKey, of: input, said: saidIn(input) },
      tell: async (command) => this.deps.actions.tellPatientDetails(tellPatientDetailsOf(input), command),
    });
  }

  @Tellable('What a partner says of a bed itself.')
  @Directive('@inaccessible')
  tellBedStatus(
    @Ctx() context: GraphContext,
    @Arg('input', () => TellBedStatusInput) input: TellBedStatusInput,
  ): Answer {
    const { idempotencyKey } = input;
    return this.told({
      ...{ mutation: 'tellBedStatus', context, idempotencyKey, of: input, said: saidIn(input) },
      tell: async (command) => this.deps.actions.tellBedStatus(tellBedStatusOf(input), command),
    });
  }

  private async told({ mutation, context, idempotencyKey, of, said, tell }: Telling): Answer {
    if (!may(context.identity.roles, 'beds.tell')) throw graphFault('FORBIDDEN');
    const { partner, messageId } = of;
    const { clock } = this.deps;
    const command = commandContextOf({
      ...{ context, mutation, idempotencyKey, input: said, clock, origin: 'ipm', causationId: messageId },
      ...{ partner, messageId },
    });
    const told = await orInvalid(() => tell(command));
    if (told.outcome === 'refused') return toldRefusal(told);
    const { stayId, version, changed, tasks } = told;
    return Object.assign(new StayTold(), { stayId: stayId ?? '', version, changed, tasks });
  }
}

async function orInvalid(tell: () => Promise<Told | Refused>): Promise<Told | Refused> {
  try {
    return await tell();
  } catch (error) {
    if (error instanceof RangeError) return refused({ code: 'INVALID_INPUT' });
    throw error;
  }
}
