import { erasureDecider, type Erasure, type ErasureEvent } from '../domain/erasure';

/** An erasure as it is shown: what was ordered, and how far it has come. */
export interface ErasureDocument extends Erasure {
  readonly _id: string;
  readonly revision: number;
  readonly position: string;
}

export interface RecordedErasureEvent {
  readonly patientId: string;
  readonly revision: number;
  readonly position: string;
  readonly event: ErasureEvent;
}

/** The document after the event. An event that the document holds already leaves it as it is. */
export function erasureDocument(
  before: ErasureDocument | undefined,
  { patientId, revision, position, event }: RecordedErasureEvent,
): ErasureDocument {
  if (before !== undefined && revision <= before.revision) return before;
  const erasure = erasureDecider.evolve(before ?? null, event);
  if (erasure === null) throw new Error(`The erasure of ${patientId} was never ordered.`);
  const { patientId: ordered, patientIds, claims, reason, by, at, done } = erasure;
  return { _id: patientId, patientId: ordered, patientIds, claims, reason, by, at, done, revision, position };
}

/** The streams of the records are gone as of this event: what was made of them goes, too. */
export const hasLostRecords = (event: ErasureEvent): boolean =>
  event.type === 'ErasurePartDone' && event.part === 'records';
