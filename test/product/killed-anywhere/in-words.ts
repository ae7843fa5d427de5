import { canonicalJson } from '@flow/platform/values/canonical-json';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What drawn ids stand for: of a message its control id, of a patient their number, of a stay its patient. */
export function meaningsOf(events: readonly RecordedEvent[]): ReadonlyMap<string, string> {
  const meanings = new Map<string, string>();
  for (const { type, data } of events) {
    if (type === 'frame-received.v1') meanings.set(text(data['messageId']), `message ${text(data['controlId'])}`);
    if (type === 'patient-registered.v1')
      meanings.set(text(data['patientId']), `patient ${JSON.stringify(data['number'])}`);
  }
  for (const { type, data } of events) {
    if (type !== 'stay-reconciled.v1') continue;
    meanings.set(text(data['stayId']), `stay of ${meanings.get(text(data['patientId'])) ?? 'nobody'}`);
  }
  return meanings;
}

/** The messages that came again since they had not been acknowledged: kept as they came, and settled as repeats. */
export const repeatsOf = (events: readonly RecordedEvent[]): readonly string[] =>
  events.flatMap(({ type, data }) =>
    type === 'message-settled.v1' && JSON.stringify(data['settlement']).includes('"outcome":"duplicate"')
      ? [text(data['messageId'])]
      : [],
  );

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const POSITION = /\d{20}-\d{20}/g;
/** Everything but the days of January 2026 that messages tell of. */
const NOW = /(?!2026-01-0)20\d\d-\d\d-\d\d(T[\d:.]+(Z|\+00:00))?/g;
/** Of ids, or under a site's key. */
const HASH = /\b[0-9a-f]{16,64}\b/gi;
/** Where an entry stands in the inbox, and over which connection it came: others may have come before it. */
const ARRIVAL = /"revision":\d+,"stream":"inbox-[^"]*"|"connection":"\d+"/g;

/** Whether this attempt changed something, or one before it that was cut off had done so. */
const CHANGED = /"changed":(true|false)/g;
/** A task whose cause has gone is closed by who finds that first: the interface at once, or the upkeep after a crash. */
const CLOSED_BY = /"(by|closedBy)":"service:(ipm|beds)"/g;

/** Writes with words for all that is drawn or measured. */
export const wordsFor =
  (meanings: ReadonlyMap<string, string>) =>
  (value: unknown): string =>
    (typeof value === 'string' ? value : canonicalJson(value))
      .replaceAll(CHANGED, '"changed"')
      .replaceAll(CLOSED_BY, '"$1"')
      .replaceAll(ARRIVAL, '"arrival"')
      .replaceAll(UUID, (id) => meanings.get(id) ?? 'id')
      .replaceAll(POSITION, 'position')
      .replaceAll(NOW, 'now')
      .replaceAll(HASH, 'hash');
