import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { Message } from 'node-hl7-client';
import { parseMessage } from './domain/hl7/message';
import type { Segment, Told } from './domain/hl7/segment';

/**
 * Our reader against somebody else's: every sub-component of every message of the corpora, and of invented ones, must read the
 * same. Left out is what the other is known not to read: escapes beyond the five delimiters.
 */
const CORPORA = path.resolve(__dirname, '../../../test/data/hl7');

type OracleNode = ReturnType<Message['get']>;

const written = (told: Told): string => (told === null ? '""' : (told ?? ''));
const isKnownToDiffer = (raw: string): boolean => /\\(?![FSTRE]\\)/.test(raw.replace(/\\[FSTRE]\\/g, ''));

/** `PID-3(2).4.1` and the value, of everything that is not empty. */
function ours(segments: readonly Segment[]): string[] {
  return segments.flatMap((segment, index) =>
    fieldNumbers(segment).flatMap((field) =>
      segment.repetitions(field).flatMap((repetition, number) =>
        isKnownToDiffer(repetition.raw)
          ? []
          : repetition.raw.split('^').flatMap((component, at) =>
              component.split('&').flatMap((_, sub) => {
                const value = written(repetition.get(at + 1, sub + 1));
                const isNullField = repetition.raw === '""' && at + sub > 0;
                return value === '' || isNullField
                  ? []
                  : [`${index} ${segment.name}-${field}(${number}).${at}.${sub} ${value}`];
              }),
            ),
      ),
    ),
  );
}

/** From MSH-3 on: the two before name the delimiters. */
const fieldNumbers = ({ name, fieldCount }: Segment): number[] =>
  Array.from({ length: fieldCount }, (_, index) => index + 1).filter((field) => name !== 'MSH' || field > 2);

function theirs(text: string, segments: readonly Segment[]): string[] {
  const message = new Message({ text });
  return message.toArray().flatMap((node, index) => {
    const segment = segments[index];
    if (segment === undefined) return [`${index} is no segment of ours`];
    return fieldNumbers(segment).flatMap((field) => {
      // The other counts the fields of MSH without the separator.
      const repetitions = node.get(segment.name === 'MSH' ? field - 1 : field).toArray();
      return repetitions.flatMap((repetition, number) =>
        isKnownToDiffer(segment.repetitions(field)[number]?.raw ?? '')
          ? []
          : leaves(repetition).map(([at, value]) => `${index} ${node.name}-${field}(${number}).${at} ${value}`),
      );
    });
  });
}

const leaves = (repetition: OracleNode): (readonly [string, string])[] =>
  repetition.toArray().flatMap((component, at) =>
    component.toArray().flatMap((sub, number): (readonly [string, string])[] => {
      const value = sub.toString();
      return value === '' ? [] : [[`${at}.${number}`, value]];
    }),
  );

/** Gives how many values were compared. */
function expectTheSame(text: string): number {
  const segments = parseMessage(text)?.segments ?? [];
  const values = ours(segments);
  expect(values).toStrictEqual(theirs(text, segments));
  return values.length;
}

const files = readdirSync(CORPORA, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hl7'));

/** With one way of ending segments and nothing after them, on which readers differ by design. */
const plain = (file: string): string =>
  readFileSync(path.join(CORPORA, file), 'latin1')
    .trim()
    .split(/\r\n|\r|\n/)
    .map((line) => line.trimEnd())
    .filter(Boolean)
    .join('\r');

test('every value of the corpora reads as node-hl7-client reads it', () => {
  const texts = files.map(plain);
  // The other takes MSH anywhere in a text for the start of a second message.
  const read = texts.filter((text) => text.split('MSH').length === 2);
  const values = read.reduce((sum, text) => sum + expectTheSame(text), 0);
  expect(values).toBeGreaterThan(10_000);
  expect([files.length, read.length]).toStrictEqual([225, 220]);
});

test('so does every value of invented messages', () => {
  const text = fc.stringMatching(/^(?:[A-Za-z0-9 .'-]|\\[FSTRE]\\){0,6}$/).map((each) => each.trim());
  const list = <T>(each: fc.Arbitrary<T>, separator: string) =>
    fc.array(each, { minLength: 1, maxLength: 4 }).map((all) => all.join(separator));
  const field = list(list(list(fc.oneof(text, fc.constant('""')), '&'), '^'), '~');
  const line = fc.tuple(fc.constantFrom('EVN', 'PID', 'PV1', 'ZU1'), fc.array(field, { maxLength: 6 }));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
      const segments = lines.map(([name, fields]) => [name, ...fields, 'end'].join('|'));
      expectTheSame(['MSH|^~\\&|A|B|C|D|20260105||ADT^A01|1|P|2.4', ...segments].join('\r'));
    }),
    { seed: 1948, numRuns: 300 },
  );
});
