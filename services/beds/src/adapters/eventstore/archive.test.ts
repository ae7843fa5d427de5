import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UnknownEventType, type EventCodec } from '@flow/platform/decider/event-codec';
import { bookDecider } from '../../domain/book/book';
import { kindsIn } from '@flow/platform/tasks/task';
import { BEDS_TASKS } from '../../domain/task/task-kinds';
import { bookEventCodec } from './book-event-codec';
import { stayEventCodec } from './stay-event-codec';
import type { StoredEvent } from './stored-event';
import { bedsTaskCodec } from './task-event-codec';

/** As found in the store: at least one of each shape ever written. Lines are added, never changed or removed. */
const archiveOf = (name: string): StoredEvent[] =>
  readFileSync(join(__dirname, `${name}.archive.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as StoredEvent);

/** Reads what is stored and writes it again. */
const again =
  <Event>(codec: EventCodec<Event>) =>
  (stored: StoredEvent): StoredEvent => {
    const { type, data } = codec.encode(codec.decode(stored));
    return { type, data };
  };

describe.each([
  ['book-events', again(bookEventCodec), 30],
  ['stay-events', again(stayEventCodec), 7],
  ['task-events', again(bedsTaskCodec), 5],
] as const)('the archive of %s', (name, kept, types) => {
  const archive = archiveOf(name);

  it('has every type', () => expect(new Set(archive.map(({ type }) => type)).size).toBe(types));

  it.each(archive.map((stored, index) => [index + 1, stored.type, stored] as const))(
    'line %i (%s) is read, and would be written, as it stands',
    (_line, _type, stored) => expect(kept(stored)).toStrictEqual(stored),
  );

  it('a type from a newer version stops the reader', () =>
    expect(() => kept({ type: 'bed-teleported.v1', data: {} })).toThrow(UnknownEventType));
});

it('a fault in stored data is told by its place, without what is there', () => {
  const stored = { type: 'hold-released.v1', data: { bedId: 'A1', holdId: 'Amal Khan!', why: 'released' } };
  expect(() => bookEventCodec.decode(stored)).toThrow(/fault at holdId, by, at\.$/);
});

it('the book folds its archive', () => {
  const events = archiveOf('book-events').map((stored) => bookEventCodec.decode(stored));
  expect(events.reduce(bookDecider.evolve, bookDecider.initialState).seq).toBeGreaterThan(0);
});

it('a task of any kind is read', () => {
  const [raised] = archiveOf('task-events');
  for (const kind of kindsIn(BEDS_TASKS)) {
    const data = { task: { ...(raised?.data['task'] as object), kind } };
    expect(again(bedsTaskCodec)({ type: 'beds-task-raised.v1', data })).toMatchObject({ data });
  }
  expect([bedsTaskCodec.isOurs('beds-task-closed.v1'), bedsTaskCodec.isOurs('patients-task-raised.v1')]).toStrictEqual([
    true,
    false,
  ]);
});
