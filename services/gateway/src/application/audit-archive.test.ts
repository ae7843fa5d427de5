import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { looksIn } from '../projections/look-document';
import { linkOf } from './audit-chain';
import { AUDIT_EVENTS } from './audit-entry';
import { createVerifier } from './verify-audit';

/** As found in a store: at least one of each shape ever written, from before the chain on. Lines are added, never changed. */
const archive = readFileSync(join(__dirname, 'audit-events.archive.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordedEvent);
/** The key that the archive was written with. */
const KEY = Buffer.alloc(32, 9);

describe('the archive of audit events', () => {
  it('has every type', () =>
    expect(new Set(archive.map(({ type }) => type))).toStrictEqual(new Set(Object.values(AUDIT_EVENTS))));

  it('still verifies: no change of ours makes old entries look forged', () => {
    const verifier = createVerifier(KEY, {});
    for (const event of archive) verifier.take(event);
    const unchained = archive.filter(({ data }) => linkOf(data) === undefined).length;
    expect([unchained, verifier.finish().faults]).toStrictEqual([1, []]);
  });

  it('is read as it was meant', () => {
    const read = archive.flatMap((event) => looksIn(event));
    expect(
      read.map(({ user, at, outcome, patients, breakGlass }) => [
        user,
        at.slice(8, 16),
        outcome,
        patients.length,
        breakGlass.length,
      ]),
    ).toStrictEqual([
      ['wes', '02T10:00', 'shown', 2, 0],
      ['wes', '02T10:00', 'shown', 2, 0],
      ['wes', '02T09:59', 'shown', 1, 1],
      ['wes', '02T10:00', 'not-found', 0, 0],
      ['x', '02T10:00', 'refused', 0, 0],
      ['wes', '03T10:00', 'shown', 1, 0],
      ['ned', '03T10:00', 'shown', 1, 0],
    ]);
  });
});
