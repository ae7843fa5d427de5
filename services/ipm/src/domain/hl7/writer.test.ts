import fc from 'fast-check';
import { STANDARD_DELIMITERS } from './delimiters';
import { parseMessage } from './message';
import type { Told } from './segment';
import { writeMessage, type SegmentDraft } from './writer';

const SEED = 20260105;
const hostile = fc.constantFrom(
  '|',
  '^',
  '~',
  '\\',
  '&',
  '\r',
  '\n',
  '\u000b',
  '\u001c',
  '"',
  'F',
  'X0D',
  ' ',
  '\t',
  '\u0000',
);
const freeText = fc
  .array(
    fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 3 }), fc.constantFrom('\rPV1|1|I|X', '""', '\u001c\r')),
  )
  .map((parts) => parts.join(''));
const told: fc.Arbitrary<Told> = fc.oneof(freeText, fc.constant(null), fc.constant(undefined));
const header: SegmentDraft = ['MSH', 'FLOW', 'RXX'];

const readBack = (text: Told): Told => (text === '' ? undefined : text);

test('free text never begins a segment, ends a frame, or becomes anything but itself', () => {
  fc.assert(
    fc.property(freeText, (note) => {
      const wire = writeMessage([header, ['NTE', '1', undefined, note], ['PV1', '1']]);
      const read = parseMessage(wire)!;
      expect(read.segments.map(({ name }) => name)).toStrictEqual(['MSH', 'NTE', 'PV1']);
      expect(read.get('NTE', 3)).toBe(readBack(note));
      expect(/[\u0000-\u000c\u000e-\u001f]/.test(wire)).toBe(false);
    }),
    { seed: SEED, numRuns: 2000 },
  );
});

test('components, sub-components and repetitions read back as they were given', () => {
  const repetition = fc.array(fc.array(told, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
  const delimiters = fc.constantFrom(STANDARD_DELIMITERS, {
    field: '#',
    component: '*',
    repetition: '@',
    escape: '!',
    subcomponent: '$',
  });
  fc.assert(
    fc.property(fc.array(repetition, { minLength: 1, maxLength: 3 }), delimiters, (repeat, marks) => {
      // A field that is null as a whole makes its components null: that is HL7's rule, not the writer's.
      fc.pre(repeat.every((one) => one.flat()[0] !== null && one.every((parts) => parts[0] !== null)));
      const read = parseMessage(writeMessage([header, ['ZZZ', { repeat }]], marks))!;
      repeat.forEach((components, r) =>
        components.forEach((parts, c) =>
          parts.forEach((part, s) => expect(read.segment('ZZZ')?.get(1, c + 1, r + 1, s + 1)).toBe(readBack(part))),
        ),
      );
    }),
    { seed: SEED, numRuns: 1000 },
  );
});

test('writes the delimiters in MSH and leaves out trailing separators', () => {
  expect(
    writeMessage([
      ['MSH', 'A', undefined, 'B', undefined],
      ['PID', null, ['x', ['y', 'z'], undefined]],
    ]),
  ).toBe('MSH|^~\\&|A||B\rPID|""|x^y&z\r');
});

test('a text that ends in a blank keeps it', () => {
  const wire = writeMessage([header, ['NTE', 'note ']]);
  expect(wire).toBe('MSH|^~\\&|FLOW|RXX\rNTE|note |\r');
  expect(parseMessage(wire)!.get('NTE', 1)).toBe('note ');
});

test('refuses a segment name that could be something else', () => {
  expect(() => writeMessage([['PV1|']])).toThrow(RangeError);
});
