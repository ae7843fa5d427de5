import { UnknownEventType } from '@flow/platform/decider/event-codec';
import type { JsonObject } from '@flow/platform/values/json';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { userScopesCodec } from './user-scopes-codec';

interface Stored {
  readonly type: string;
  readonly data: JsonObject;
}

/** As found in the store: at least one of each shape ever written. Lines are added, never changed or removed. */
const archive = readFileSync(join(__dirname, 'user-scopes-events.archive.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Stored);

describe('the archive of the table of users', () => {
  it.each(archive.map((stored) => [stored.type, stored] as const))(
    '%s is read, and would be written, as it stands',
    (_, stored) => {
      const { type, data } = userScopesCodec.encode(userScopesCodec.decode(stored));
      expect({ type, data }).toStrictEqual(stored);
    },
  );

  it('has every type', () => expect(new Set(archive.map(({ type }) => type)).size).toBe(2));

  it('a type from a newer version stops the reader, and a fault is told by its place alone', () => {
    expect(() => userScopesCodec.decode({ type: 'user-scopes-mended.v1', data: {} })).toThrow(UnknownEventType);
    const data = { subjects: ['wes', 7] };
    expect(() => userScopesCodec.decode({ type: 'user-scopes-removed.v1', data })).toThrow(/at subjects\.1\.$/);
  });
});
