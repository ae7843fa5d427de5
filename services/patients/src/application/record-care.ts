import type { CommandContext } from '@flow/platform/decider/handler';
import type { Instant } from '@flow/platform/time/instant';
import type { ReachChange } from '../domain/contact';
import { canonicalOrder, type CanonicalOrder, type PatientId } from '../domain/ids';
import type { NeedsChange } from '../domain/needs';
import type { PatientCommand } from '../domain/patient';
import { currentPerson } from './follow-merges';
import { settleAround, type PatientDeps } from './tell-person';

export type CareRefusal =
  | { readonly code: 'PATIENT_UNKNOWN' | 'IDEMPOTENCY_KEY_REUSED' | 'EXPIRED' | 'CONTENDED' }
  | { readonly code: 'CHANGED_SINCE_SEEN'; readonly by: string; readonly at: Instant };

export type CareOutcome =
  | { readonly outcome: 'done'; readonly patientId: PatientId }
  | { readonly outcome: 'refused'; readonly refusal: CareRefusal };

/** What somebody says of how to reach and to understand a patient. */
export interface Caring {
  readonly patientId: PatientId;
  readonly said: { readonly change: ReachChange } | { readonly needs: NeedsChange };
  readonly by: string;
  readonly at: Instant;
  /** The newest word that was shown to them. */
  readonly seen?: CanonicalOrder;
}

const refused = (refusal: CareRefusal): CareOutcome => ({ outcome: 'refused', refusal });

/** Records it with the person's record in use, and carries it to those that it was ever merged into. */
export async function recordCare(
  deps: PatientDeps,
  { patientId, said, by, at, seen }: Caring,
  context: CommandContext,
): Promise<CareOutcome> {
  const current = await currentPerson(deps.patients, patientId);
  if (current === undefined) return refused({ code: 'PATIENT_UNKNOWN' });
  const inUse = current.person.patientId;
  const word = { order: orderOf(at, context), occurredAt: at, by, ...(seen !== undefined && { seen }) };
  const command: PatientCommand =
    'needs' in said ? { type: 'RecordNeeds', ...said, ...word } : { type: 'RecordContact', ...said, ...word };
  const handled = await deps.patients.handle(inUse, command, context);
  switch (handled.outcome) {
    case 'done':
      await settleAround(deps, inUse, { context, occurredAt: at, events: handled.events });
      return { outcome: 'done', patientId: inUse };
    case 'rejected':
      return refused(handled.rejection.code === 'CHANGED_SINCE_SEEN' ? handled.rejection : { code: 'PATIENT_UNKNOWN' });
    case 'key-reused':
      return refused({ code: 'IDEMPOTENCY_KEY_REUSED' });
    case 'expired':
      return refused({ code: 'EXPIRED' });
    case 'contended':
      return refused({ code: 'CONTENDED' });
  }
}

/** Among what iPM tells, by when it occurred; after whatever iPM tells of the same instant. */
const orderOf = (at: Instant, { commandId }: CommandContext): CanonicalOrder => canonicalOrder(`${at}|~|${commandId}`);
