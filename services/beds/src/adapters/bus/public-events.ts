import { bookOf, isBookkeeping } from '@flow/platform/decider/book-events';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import type { PublicEvent } from '@flow/platform/running/cloud-event';
import type { BedChangedV1 } from '@flow/schema/events/beds/bed-changed.v1';
import type { EstateChangedV1 } from '@flow/schema/events/beds/estate-changed.v1';
import type { PatientsMovedV1 } from '@flow/schema/events/beds/patients-moved.v1';
import type { BookEvent } from '../../domain/book/events';
import { bookEventCodec } from '../eventstore/book-event-codec';

type Told = Pick<PatientsMovedV1 | BedChangedV1 | EstateChangedV1, 'type' | 'data'>;

export const PUBLISHED_PREFIXES = ['occupancy-'] as const;

/** More events than any book holds: revisions of the estate grow from book to book. */
const PER_BOOK = 10_000_000;

function toldOf(event: BookEvent): Told | undefined {
  if (event.type === 'PatientsMoved') {
    const legs = event.legs.map(({ stayId, patientId, from, to }) => ({ stayId, patientId, from, to }));
    const { cause, occurredAt } = event;
    return { type: 'uk.nhs.patientflow.beds.patients-moved.v1', data: { cause, occurredAt, legs } };
  }
  if (event.type === 'EstateChanged') {
    const bedIds = event.changes.flatMap((change) => ('bedId' in change ? [change.bedId] : []));
    return { type: 'uk.nhs.patientflow.beds.estate-changed.v1', data: { bedIds } };
  }
  return 'bedId' in event
    ? { type: 'uk.nhs.patientflow.beds.bed-changed.v1', data: { bedId: event.bedId } }
    : undefined;
}

/** What others are told of an event of the book: ids and where, and nothing of who that is. What was carried is no news. */
export const publicEventOf =
  (trust: string, estate: string) =>
  (recorded: RecordedEvent): PublicEvent | undefined => {
    if (isBookkeeping(recorded.type)) return undefined;
    const told = toldOf(bookEventCodec.decode(recorded));
    const revision = bookOf(recorded) * PER_BOOK + recorded.revision;
    return told && { ...told, source: `/trusts/${trust}/beds`, subject: estate, revision };
  };
