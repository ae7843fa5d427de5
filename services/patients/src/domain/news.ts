import type { Care } from './care';
import { CHANNELS, NO_REACH, type ReachChange, type Recorded } from './contact';
import type { CanonicalOrder } from './ids';
import { NEED_FIELDS, type NeedsChange, type NeedValue } from './needs';
import type { PatientRecord } from './record';

interface News<Event> {
  /** What stands now and is otherwise, here or in another record of the person. */
  readonly over: readonly Held[];
  /** Undefined: all is so already. */
  readonly event: Event | undefined;
}

/** What one record, and the person whose it is, hold of one thing that is told. */
export interface Held {
  readonly own: Recorded<unknown> | undefined;
  readonly person: Recorded<unknown> | undefined;
}

const isSame = (held: Recorded<unknown> | undefined, value: unknown): boolean =>
  held !== undefined && JSON.stringify(held.value) === JSON.stringify(value);

/** The same again, later, is a word of its own: an older one of another kind must lose to it. */
const isNews = ({ own }: Held, value: unknown, order: CanonicalOrder): boolean =>
  !isSame(own, value) || (own !== undefined && own.order < order);

const otherwise = ({ own, person }: Held, value: unknown): Held => ({
  own: isSame(own, value) ? undefined : own,
  person: isSame(person, value) ? undefined : person,
});

/** What of it is new. */
export function newContact(
  { consents, points }: ReachChange,
  { reach = NO_REACH }: PatientRecord,
  care: Care,
  order: CanonicalOrder,
): News<{ readonly type: 'ContactRecorded' } & ReachChange> {
  const heldOf = (channel: (typeof CHANNELS)[number]): Held => ({
    own: reach.consents[channel],
    person: care.consents[channel],
  });
  const heldPoint = (pointId: string): Held => ({
    own: reach.points[pointId],
    person: care.points.find(({ value }) => value.pointId === pointId),
  });
  const channels = CHANNELS.filter((channel) => {
    const value = consents[channel];
    return value !== undefined && isNews(heldOf(channel), value, order);
  });
  const newPoints = points.filter((point) => isNews(heldPoint(point.pointId), point, order));
  const changed = Object.fromEntries(channels.map((channel) => [channel, consents[channel]]));
  const isNothing = channels.length === 0 && newPoints.length === 0;
  return {
    over: [
      ...channels.map((channel) => otherwise(heldOf(channel), consents[channel])),
      ...newPoints.map((point) => otherwise(heldPoint(point.pointId), point)),
    ],
    event: isNothing ? undefined : { type: 'ContactRecorded', consents: changed, points: newPoints },
  };
}

/** What of it is new. */
export function newNeeds(
  needs: NeedsChange,
  record: PatientRecord,
  care: Care,
  order: CanonicalOrder,
): News<{ readonly type: 'NeedsRecorded'; readonly needs: NeedsChange }> {
  const changed: Record<string, NeedValue | null> = {};
  const over: Held[] = [];
  for (const field of NEED_FIELDS) {
    const value = needs[field];
    const held = { own: record.needs?.[field], person: care.needs[field] };
    if (value === undefined || !isNews(held, value, order)) continue;
    changed[field] = value;
    over.push(otherwise(held, value));
  }
  return { over, event: Object.keys(changed).length === 0 ? undefined : { type: 'NeedsRecorded', needs: changed } };
}
