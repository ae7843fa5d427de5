import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Position, RecordedEvent } from '@flow/platform/event-store/event-store';
import { sampleEvent } from '@flow/platform/event-store/testing';
import { cloudEventOf } from '@flow/platform/running/cloud-event';
import type { JsonObject } from '@flow/platform/values/json';
import { bedChangedV1 } from '@flow/schema/events/beds/bed-changed.v1';
import { estateChangedV1 } from '@flow/schema/events/beds/estate-changed.v1';
import { patientsMovedV1 } from '@flow/schema/events/beds/patients-moved.v1';
import { publicEventOf } from './public-events';

const ARCHIVE = join(__dirname, '../eventstore/book-events.archive.jsonl');

interface Stored {
  readonly type: string;
  readonly data: JsonObject;
}

const recorded = ({ type, data }: Stored, index: number, book = 1): RecordedEvent => ({
  ...sampleEvent(data, type),
  ...{ stream: `occupancy-trust.${book}`, revision: index, position: String(index) as Position },
});

const CONTRACTS = [patientsMovedV1, bedChangedV1, estateChangedV1];

const stored = readFileSync(ARCHIVE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Stored);
const map = publicEventOf('RXX', 'trust');

it.each(stored.map((one, index) => [index + 1, one.type, one] as const))(
  'line %i of the archive (%s) is told by its contract or not at all',
  (index, _type, one) => {
    const event = recorded(one, index);
    const told = map(event);
    if (told === undefined) return;
    const published: unknown = JSON.parse(JSON.stringify(cloudEventOf(told, event, null)));
    const contract = CONTRACTS.find(({ shape }) => shape.type.value === told.type) ?? bedChangedV1;
    expect(contract.safeParse(published).error).toBeUndefined();
    expect(published).toMatchObject({ subject: 'trust', source: '/trusts/RXX/beds' });
  },
);

it('tells of moves and beds, and not of what a new book carries or of bookkeeping', () => {
  const told = stored.flatMap((one, index) => (map(recorded(one, index)) === undefined ? [] : [one.type]));
  expect(new Set(told).has('patients-moved.v1')).toBe(true);
  expect(told.filter((type) => type.includes('carried'))).toStrictEqual([]);
  expect(map(recorded({ type: 'books-opened.v1', data: { book: 2, previous: 1 } }, 9, 2))).toBeUndefined();
});

it('revisions of the estate grow from book to book', () => {
  const moved = stored.find(({ type }) => type === 'patients-moved.v1')!;
  const revisionIn = (book: number, index: number) => map(recorded(moved, index, book))?.revision ?? 0;
  expect(revisionIn(2, 0)).toBeGreaterThan(revisionIn(1, 19_999));
});
