import type { BookEvent } from '../domain/book/events';

/** One thing that happened to one bed. Ids and codes only. */
export interface BedHistoryDocument {
  readonly _id: string;
  readonly bedId: string;
  readonly what: string;
  readonly stayId: string | null;
  readonly patientId: string | null;
  /** The cause of a move, the reason of a closure or a hold, a told status. */
  readonly why: string | null;
  readonly by: string;
  readonly at: string;
  readonly occurredAt: string;
  readonly position: string;
}

type Entry = Pick<BedHistoryDocument, 'bedId' | 'what'> &
  Partial<Pick<BedHistoryDocument, 'stayId' | 'patientId' | 'why' | 'occurredAt'>>;

function moves({ legs, cause, occurredAt }: Extract<BookEvent, { type: 'PatientsMoved' }>): Entry[] {
  return legs.flatMap(({ stayId, patientId, from, to }) => {
    const of = { stayId, patientId, why: cause, occurredAt };
    const left = from?.bedId == null ? [] : [{ ...of, bedId: from.bedId, what: 'left' }];
    return to?.bedId == null ? left : [...left, { ...of, bedId: to.bedId, what: 'arrived' }];
  });
}

type EventOf = { readonly [Event in BookEvent as Event['type']]: Event };

/** The events that happen to beds; the others are not of their history. */
const ENTRIES: { readonly [Type in keyof EventOf]?: (event: EventOf[Type]) => readonly Entry[] } = {
  PatientsMoved: moves,
  BedHeld: ({ bedId, hold }) => [{ bedId, what: 'held', why: hold.reason, patientId: hold.patientId }],
  HoldReleased: ({ bedId, why }) => [{ bedId, what: 'hold-released', why }],
  BedClosed: ({ bedId, reason, occurredAt }) => [{ bedId, what: 'closed', why: reason, occurredAt }],
  BedOpened: ({ bedId, occurredAt }) => [{ bedId, what: 'opened', occurredAt }],
  BedReadinessChanged: ({ bedId, readiness, occurredAt }) => [{ bedId, what: readiness, occurredAt }],
  BedStatusTold: ({ bedId, status }) => [{ bedId, what: 'status-told', why: status }],
  BedRegistered: ({ bedId }) => [{ bedId, what: 'registered' }],
  BedDescribed: ({ bedId }) => [{ bedId, what: 'described' }],
  EstateChanged: ({ changes }) => changes.flatMap((change) => entriesOf(change)),
  BedDecommissioned: ({ bedId }) => [{ bedId, what: 'decommissioned' }],
};

function entriesOf<Type extends keyof EventOf>(event: EventOf[Type] & { readonly type: Type }): readonly Entry[] {
  return ENTRIES[event.type]?.(event) ?? [];
}

/** What an event of the book adds to the histories of beds: the same documents however often it comes. */
export function bedHistoryOf(event: BookEvent, position: string): BedHistoryDocument[] {
  if (!('at' in event) || !('by' in event)) return [];
  const { at, by } = event;
  return entriesOf(event).map((entry, index) => ({
    _id: `${position}:${index}`,
    stayId: null,
    patientId: null,
    why: null,
    occurredAt: at,
    ...entry,
    by,
    at,
    position,
  }));
}
