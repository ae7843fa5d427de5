import { stayDecider, type StayState } from '../domain/stay/stay';
import { toldStay } from '../domain/stay/fold-stay';
import type { StayEvent } from '../domain/stay/stay-events';
import type { ToldStay } from '../domain/stay/told-stay';
import { stayId, type PatientId } from '../domain/ids';

type Merged = StayState['merges'] extends ReadonlyMap<PatientId, infer Merge> ? Merge : never;

/** The state of a stay as JSON keeps it. */
export interface StoredStayState extends Omit<StayState, 'decodings' | 'merges'> {
  readonly decodings: readonly (readonly [string, number])[];
  readonly merges: readonly (readonly [PatientId, Merged])[];
}

/** One stay: what it is found by, what it amounts to, and all that was told and done, from which its history is read. */
export interface StayDocument {
  readonly _id: string;
  readonly patientId: string;
  readonly status: ToldStay['status'];
  /** When it began or is expected to, for the order of a patient's stays. */
  readonly begins: string;
  readonly wardId: string | null;
  /** Null while nothing names its patient. */
  readonly stay: ToldStay | null;
  readonly state: StoredStayState;
  readonly revision: number;
  readonly position: string;
}

export interface RecordedStayEvent {
  readonly stayId: string;
  readonly revision: number;
  readonly position: string;
  readonly event: StayEvent;
}

const stored = (state: StayState): StoredStayState => ({
  ...state,
  decodings: [...state.decodings],
  merges: [...state.merges],
});

/** The state that a document holds. */
export const stateOf = ({ state }: Pick<StayDocument, 'state'>): StayState => ({
  ...state,
  decodings: new Map(state.decodings),
  merges: new Map(state.merges),
});

const beginsAt = (stay: ToldStay | undefined): string | undefined =>
  stay?.admittedAt ?? stay?.expectedAdmissionAt ?? stay?.steps[0]?.occurredAt ?? stay?.deeds[0]?.occurredAt;

/** What a stay is found by. One of which nothing is said any more is still found by its patient. */
const foundBy = (stay: ToldStay | undefined) => ({
  patientId: stay?.patientId ?? '',
  status: stay?.status ?? ('unknown' as const),
  begins: beginsAt(stay) ?? '',
  wardId: (stay?.place ?? stay?.requestedPlace)?.wardId ?? null,
  stay: stay ?? null,
});

/** The document after the event. One that it holds already leaves it as it is. */
export function stayDocument(before: StayDocument | undefined, recorded: RecordedStayEvent): StayDocument {
  const { revision, position, event } = recorded;
  if (before !== undefined && revision <= before.revision) return before;
  const expected = (before?.revision ?? -1) + 1;
  if (revision !== expected) throw new Error(`Of stay ${recorded.stayId}, event ${revision} came, not ${expected}.`);
  const state = stayDecider.evolve(before === undefined ? stayDecider.initialState : stateOf(before), event);
  const stay = toldStay(stayId(recorded.stayId), state);
  return { _id: recorded.stayId, ...foundBy(stay), state: stored(state), revision, position };
}
