import { kafka } from '@flow/engines/kafka/kafka';
import { mongodb } from '@flow/engines/mongodb/mongodb';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './pages';

/** What an engine says of itself, up to the comma: program and version. */
const programOf = ({ what }: { readonly what: string }): string => what.split(',')[0] ?? what;

describe.each(['README.md', 'docs/operations.md', 'engines/README.md'])('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');

  it.each([programOf(kafka), programOf(mongodb)])(
    'names the program that is run, in the version that is run: %s',
    (program) => expect(text).toContain(program),
  );

  it('calls no stand-in EventStoreDB or MongoDB', () => {
    const rows = text.split('\n').filter((line) => /^\|.*(mongo-java-server|EventStoreDB \|)/.test(line));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toContain('stand-in');
  });
});
