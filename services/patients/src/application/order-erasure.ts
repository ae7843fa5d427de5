import type { CommandContext } from '@flow/platform/decider/handler';
import type { Instant } from '@flow/platform/time/instant';
import type { Erasure, ErasureReason } from '../domain/erasure';
import type { PatientId } from '../domain/ids';
import { readNhsNumber } from '../domain/nhs-number';
import { beginErasure, type BeginErasureDeps } from './begin-erasure';
import { findRecords, type PersonsRecords } from './find-records';
import type { ErasurePeers, NhsNumbers, Patients } from './ports';

export interface OrderErasureDeps extends BeginErasureDeps {
  readonly patients: Patients;
  readonly nhsNumbers: NhsNumbers;
  readonly peers: Pick<ErasurePeers, 'present'>;
  /** The erasure that took a record, by any id of the person. */
  readonly erased: (patientId: PatientId) => Promise<Erasure | undefined>;
}

/** Why nothing is erased. */
export type ErasureRefusal =
  | 'PATIENT_UNKNOWN'
  /** In, on leave or expected: what people work with now cannot go. */
  | 'PATIENT_PRESENT'
  /** A merge with somebody else was undone: their record has a copy of what was told of this one. */
  | 'MERGE_UNDONE'
  | 'EXPIRED';

export type ErasureOutcome =
  | { readonly outcome: 'ordered'; readonly erasure: Erasure }
  | { readonly outcome: 'refused'; readonly code: ErasureRefusal };

export interface Ordering {
  readonly patientId: PatientId;
  readonly reason: ErasureReason;
  readonly by: string;
  readonly at: Instant;
}

const refused = (code: ErasureRefusal): ErasureOutcome => ({ outcome: 'refused', code });

/** Orders that everything which says who somebody is goes. Who was ordered to be erased already is, and is answered so. */
export async function orderErasure(
  deps: OrderErasureDeps,
  { patientId, ...ordering }: Ordering,
  context: CommandContext,
): Promise<ErasureOutcome> {
  const known = (await deps.erasures.load(patientId)).state ?? (await deps.erased(patientId));
  if (known) return { outcome: 'ordered', erasure: known };
  const person = await findRecords(deps.patients, patientId);
  if (person === undefined) return refused('PATIENT_UNKNOWN');
  if (person.notedBy.length > 0) return refused('MERGE_UNDONE');
  const patientIds = person.records.map((record) => record.patientId);
  if ((await deps.peers.present(patientIds)).length > 0) return refused('PATIENT_PRESENT');
  const order = { patientId: person.survivor, patientIds, claims: claimsOf(deps, person), ...ordering };
  const erasure = await beginErasure(deps, order, context);
  return erasure === undefined ? refused('EXPIRED') : { outcome: 'ordered', erasure };
}

const claimsOf = ({ nhsNumbers }: OrderErasureDeps, { records }: PersonsRecords): readonly string[] => [
  ...new Set(
    records
      .flatMap(({ nhsNumbersFirstTold }) => Object.keys(nhsNumbersFirstTold))
      .flatMap((text) => {
        const reading = readNhsNumber(text);
        return reading.valid ? [nhsNumbers.nameOf(reading.number)] : [];
      }),
  ),
];
