import 'reflect-metadata';
import { commandContextOf } from '@flow/platform/graphql/command-context';
import { TellRefusal, tellRefusal } from '@flow/platform/graphql/domain-error';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { CommandContext } from '@flow/platform/decider/handler';
import type { Clock } from '@flow/platform/time/clock';
import { may } from '@flow/schema/rights';
import { Arg, createUnionType, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import type { CurrentPerson } from '../../application/follow-merges';
import type { RefusalCode } from '../../application/outcome';
import { tellMerge, tellUnmerge } from '../../application/tell-merge';
import { tellPerson, type PatientDeps } from '../../application/tell-person';
import { mergeTelling, personTelling, unmergeTelling } from './parse-telling';
import { MergeTold, PersonTold, TellMergeInput, TellPersonInput, TellUnmergeInput, UnmergeTold } from './tell-inputs';

const TellPersonResult = createUnionType({ name: 'TellPersonResult', types: () => [PersonTold, TellRefusal] as const });
const TellUnmergeResult = createUnionType({
  name: 'TellUnmergeResult',
  types: () => [UnmergeTold, TellRefusal] as const,
});
const TellMergeResult = createUnionType({ name: 'TellMergeResult', types: () => [MergeTold, TellRefusal] as const });

const SENTENCES: Readonly<Record<RefusalCode, string>> = {
  IDENTIFIER_MISSING: 'The person has no number that identifies.',
  PATIENT_NOT_KNOWN: 'No such patient is known.',
  INVALID_INPUT: 'A value is not of its kind.',
  IDEMPOTENCY_KEY_REUSED: 'This key was used for another telling.',
  CONTENDED: 'Others changed this patient at the same time. Ask again.',
};

const refusal = (code: RefusalCode): TellRefusal => tellRefusal(code, SENTENCES[code], code === 'CONTENDED');

export interface TellResolverDeps {
  readonly tellings: PatientDeps;
  readonly clock: Clock;
}

/** What partners say of people, told by the interface. Safe to repeat. */
@Resolver()
export class TellResolver {
  constructor(private readonly deps: TellResolverDeps) {}

  @Mutation(() => TellPersonResult, {
    nullable: true,
    description: 'Registers or updates the person whom the number names.',
  })
  @Directive('@inaccessible')
  async tellPerson(
    @Ctx() context: GraphContext,
    @Arg('input', () => TellPersonInput) input: TellPersonInput,
  ): Promise<PersonTold | TellRefusal> {
    const command = this.commandOf('tellPerson', input, context);
    const telling = personTelling(input);
    if (telling === undefined) return refusal('INVALID_INPUT');
    const told = await tellPerson(this.deps.tellings, telling, command);
    if (told.outcome === 'refused') return refusal(told.code);
    const { person } = told.current;
    return Object.assign(new PersonTold(), {
      ...stateOf(told.current),
      patientId: person.patientId,
      changed: told.changed,
      created: told.created,
    });
  }

  @Mutation(() => TellMergeResult, {
    nullable: true,
    description: 'Merges the retired number’s record into the survivor’s.',
  })
  @Directive('@inaccessible')
  async tellMerge(
    @Ctx() context: GraphContext,
    @Arg('input', () => TellMergeInput) input: TellMergeInput,
  ): Promise<MergeTold | TellRefusal> {
    const command = this.commandOf('tellMerge', input, context);
    const telling = mergeTelling(input);
    if (telling === undefined) return refusal('INVALID_INPUT');
    const told = await tellMerge(this.deps.tellings, telling, command);
    if (told.outcome === 'refused') return refusal(told.code);
    const { current, retiredId } = told;
    return Object.assign(new MergeTold(), { ...stateOf(current), survivorId: current.person.patientId, retiredId });
  }

  @Mutation(() => TellUnmergeResult, {
    nullable: true,
    description: 'Takes a merge back: the retired number’s record stands by itself again, with all that is its own.',
  })
  @Directive('@inaccessible')
  async tellUnmerge(
    @Ctx() context: GraphContext,
    @Arg('input', () => TellUnmergeInput) input: TellUnmergeInput,
  ): Promise<UnmergeTold | TellRefusal> {
    const command = this.commandOf('tellUnmerge', input, context);
    const telling = unmergeTelling(input);
    if (telling === undefined) return refusal('INVALID_INPUT');
    const { retired, ...word } = telling;
    const retiredId = await this.deps.tellings.numbers.namedBy(retired);
    if (retiredId === undefined) return refusal('PATIENT_NOT_KNOWN');
    const told = await tellUnmerge(this.deps.tellings, { retiredId, ...word }, command);
    if (told.outcome === 'refused') return refusal(told.code);
    return Object.assign(new UnmergeTold(), { ...stateOf(told.current), patientId: told.current.person.patientId });
  }

  private commandOf(
    mutation: string,
    input: TellPersonInput | TellMergeInput | TellUnmergeInput,
    context: GraphContext,
  ): CommandContext {
    if (!may(context.identity.roles, 'patients.tell')) throw graphFault('FORBIDDEN');
    const { idempotencyKey, partner, messageId } = input;
    const { clock } = this.deps;
    return commandContextOf({
      context,
      mutation,
      idempotencyKey,
      input,
      clock,
      origin: 'ipm',
      causationId: messageId,
      partner,
      messageId,
    });
  }
}

const stateOf = ({ person, shownSince }: CurrentPerson) => ({
  revision: shownSince,
  restricted: person.restricted,
  deceased: person.death !== null,
});
