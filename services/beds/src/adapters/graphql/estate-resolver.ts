import 'reflect-metadata';
import type { CommandContext } from '@flow/platform/decider/handler';
import { commandContextOf } from '@flow/platform/graphql/command-context';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { Clock } from '@flow/platform/time/clock';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Refused } from '../../application/answers';
import type { Estate } from '../../application/estate';
import type { SettingUp, SetUp } from '../../application/set-up';
import { EstateFault, EstateSetUp, SetUpEstateInput, SetUpEstateResult } from './estate-types';
import { bedsRefusal, sentenceOf, type BedsRefusal } from './refusals';

export interface EstateDeps {
  /** Throws RangeError for a code that can be no id. */
  readonly applyEstate: (setting: SettingUp, context: CommandContext) => Promise<SetUp | Refused>;
  readonly clock: Clock;
}

/** GraphQL gives what was not told as null or undefined; the estate leaves it out. */
function told<Row extends object>(row: Row): { [Name in keyof Row]: Exclude<Row[Name], null | undefined> } {
  const entries = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Row]: Exclude<Row[Name], null | undefined> };
}

const estateOf = ({ sites, wards, bays, beds }: SetUpEstateInput): Estate => ({
  sites: sites.map(told),
  wards: wards.map(told),
  bays: bays.map(told),
  beds: beds.map((bed) => ({ ...told(bed), kind: bed.kind ?? 'bay', funding: bed.funding ?? 'core' })),
});

function answerOf({ version, changed, changes, faults }: SetUp): EstateSetUp {
  const told = faults.map(({ kind, id, code }) =>
    Object.assign(new EstateFault(), { what: `${kind} ${id}`, code, message: sentenceOf(code) }),
  );
  return Object.assign(new EstateSetUp(), { version, changed, changes, faults: told });
}

@Resolver()
export class EstateResolver {
  constructor(private readonly deps: EstateDeps) {}

  @Mutation(() => SetUpEstateResult, {
    nullable: true,
    description:
      'Sets up or changes sites, wards, bays and beds, all at once or not at all. Again with the same changes nothing.',
  })
  async setUpEstate(
    @Ctx() context: GraphContext,
    @Arg('input', () => SetUpEstateInput) input: SetUpEstateInput,
  ): Promise<EstateSetUp | BedsRefusal> {
    if (!may(context.identity.roles, 'beds.set-up')) throw graphFault('FORBIDDEN');
    const { clock, applyEstate } = this.deps;
    const { idempotencyKey, whole, ifNone, dryRun } = input;
    const command = commandContextOf({ context, mutation: 'setUpEstate', idempotencyKey, input, clock });
    try {
      const answer = await applyEstate({ estate: estateOf(input), whole, ifNone, dryRun }, command);
      return answer.outcome === 'refused' ? bedsRefusal(answer.refusal) : answerOf(answer);
    } catch (error) {
      if (error instanceof RangeError) return bedsRefusal({ code: 'INVALID_INPUT', what: error.message });
      throw error;
    }
  }
}
