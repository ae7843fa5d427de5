import type { CommandContext } from '@flow/platform/decider/handler';
import { derivedId } from '@flow/platform/ids/ids';
import type { Instant } from '@flow/platform/time/instant';
import type { Identifier } from '../domain/details';
import type { CanonicalOrder, PatientId } from '../domain/ids';
import { currentPerson, type CurrentPerson } from './follow-merges';
import { done, orRefusal, refused, type Refused } from './outcome';
import { settleAround, tellRecord, type PatientDeps, type PersonTelling } from './tell-person';
import { settleCircles } from './settle-circles';
import { closeRefusedNumber } from './settle-refused-number';

/** What a partner says of two records that turned out to be one person. */
export interface MergeTelling {
  readonly survivor: PersonTelling & { readonly hospitalNumber: Identifier };
  readonly retired: Identifier;
  readonly order: CanonicalOrder;
  readonly occurredAt: Instant;
}

export interface MergeTold {
  readonly outcome: 'merged';
  /** The person now, which is not the survivor that was told where that one was merged on. */
  readonly current: CurrentPerson;
  readonly retiredId: PatientId;
}

/**
 * Merges the retired record into the survivor's. A retired number that was never heard of is registered as merged, so
 * that its late messages find the survivor. Safe to repeat, also after a crash half way.
 */
export function tellMerge(
  deps: PatientDeps,
  { survivor, retired, order, occurredAt }: MergeTelling,
  context: CommandContext,
): Promise<MergeTold | Refused> {
  return orRefusal(async () => {
    const cause = { context, occurredAt };
    const number = survivor.hospitalNumber;
    if (sameNumber(number, retired)) return refused('INVALID_INPUT');
    const { toldAs: into } = await tellRecord(deps, { ...survivor, number }, context);
    const retiredId = await deps.numbers.ownerOf(retired, context);
    const command = { type: 'MergePatient', patientId: retiredId, number: retired, into, order, occurredAt } as const;
    const commandId = derivedId(context.commandId, 'merge', retiredId);
    const { events } = done(await deps.patients.handle(retiredId, command, { ...context, commandId }));
    await settleAround(deps, retiredId, { ...cause, events });
    const current = await currentPerson(deps.patients, into);
    if (current === undefined) throw new Error(`Patient ${into} was told and is not there.`);
    await settleCircles(deps, retiredId, cause);
    await closeRefusedNumber(deps, retiredId, cause);
    return { outcome: 'merged', current, retiredId };
  });
}

const sameNumber = (a: Identifier, b: Identifier): boolean => a.authority === b.authority && a.value === b.value;

/** Undoes the merge of a record: the reversing command of a merge, by the retired record's own number. */
export function tellUnmerge(
  deps: PatientDeps,
  { retiredId, order, occurredAt }: UnmergeTelling,
  context: CommandContext,
): Promise<UnmergeTold | Refused> {
  return orRefusal(async () => {
    const before = await deps.patients.load(retiredId);
    if (before.state === null) return refused('PATIENT_NOT_KNOWN');
    const command = { type: 'UnmergePatient', order, occurredAt } as const;
    const { events } = done(await deps.patients.handle(retiredId, command, context));
    await settleAround(deps, retiredId, { context, occurredAt, events });
    const current = await currentPerson(deps.patients, retiredId);
    if (current === undefined) throw new Error(`Patient ${retiredId} was unmerged and is not there.`);
    await settleCircles(deps, retiredId, { context, occurredAt });
    return { outcome: 'unmerged', current };
  });
}

export interface UnmergeTelling {
  readonly retiredId: PatientId;
  readonly order: CanonicalOrder;
  readonly occurredAt: Instant;
}

export interface UnmergeTold {
  readonly outcome: 'unmerged';
  readonly current: CurrentPerson;
}
