import type { Instant } from '@flow/platform/time/instant';
import { takenBack } from '../domain/stay/cancels';
import type { Place } from '../domain/place';
import type { StayState } from '../domain/stay/stay';

/** One thing told or done about a stay. */
export interface HistoryEntry {
  readonly id: string;
  readonly from: 'ipm' | 'ward';
  /** What iPM told, or what our people did. */
  readonly what: string;
  readonly occurredAt: Instant;
  readonly place: Place | null;
  /** Who did it; null: iPM told. */
  readonly by: string | null;
  readonly messageId: string | null;
  /** Cancelled by iPM, or taken back by our people. */
  readonly takenBack: boolean;
  readonly order: string;
}

/** Every movement told or done, taken back ones too, in canonical order. */
export function stayHistory(state: Pick<StayState, 'tellings' | 'deeds' | 'withdrawn'>): HistoryEntry[] {
  const gone = takenBack(
    [...state.tellings].sort((a, b) =>
      a.order === b.order ? a.source.index - b.source.index : a.order < b.order ? -1 : 1,
    ),
  );
  const told = state.tellings.map((telling): HistoryEntry => ({
    id: `${telling.source.messageId}:${telling.source.decoding}:${telling.source.index}`,
    from: 'ipm',
    what: telling.told,
    occurredAt: telling.occurredAt,
    place: telling.place ?? null,
    by: null,
    messageId: telling.source.messageId,
    takenBack: gone.has(telling),
    order: telling.order,
  }));
  const done = state.deeds.map((deed): HistoryEntry => ({
    id: deed.deedId,
    from: 'ward',
    what: deed.kind === 'placed' ? deed.why : deed.kind,
    occurredAt: deed.occurredAt,
    place: deed.kind === 'placed' ? deed.place : null,
    by: deed.by,
    messageId: null,
    takenBack: state.withdrawn.includes(deed.deedId),
    order: deed.order,
  }));
  return [...told, ...done].sort((a, b) => (`${a.order}|${a.id}` < `${b.order}|${b.id}` ? -1 : 1));
}
