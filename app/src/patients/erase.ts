import { OperatorError } from '@flow/platform/values/operator-error';
import { WrongUse } from '@flow/platform/values/wrong-use';
import { setTimeout as wait } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { wordIn } from '../commands/option-values';
import type { ProductGraph } from '../commands/product-graph';

const REASONS = ['ERASURE_REQUEST', 'REGISTERED_IN_ERROR', 'RETENTION_ENDED', 'COURT_ORDER', 'TEST_DATA'] as const;

export const USAGE = `Use: npm run patients -- erase ID --reason ${REASONS.join('|')} [--yes]
  erase   erases the patient of that id everywhere, for good; asks first, unless --yes says that you mean it`;

export interface Erasing {
  readonly patientId: string;
  readonly reason: (typeof REASONS)[number];
  readonly yes: boolean;
}

/** Throws WrongUse with how it is used, or which reasons there are. */
export function erasingOf(args: readonly string[]): Erasing {
  try {
    const options = { reason: { type: 'string' }, yes: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [command, patientId, ...more] = positionals;
    const { reason, yes } = values;
    if (command === 'erase' && patientId !== undefined && reason !== undefined && more.length === 0)
      return { patientId, reason: wordIn('reason', reason, REASONS), yes };
  } catch (error) {
    // An option that there is not is told below, as every other wrong use.
    if (error instanceof WrongUse) throw error;
  }
  throw new WrongUse(USAGE);
}

const ERASURE = 'state patientIds done { part removed } due';
const PREVIEW = `query ErasurePreview($patientId: ID!) {
  erasure(patientId: $patientId) { ${ERASURE} }
  erasurePreview(patientId: $patientId) { name birthDate records notes present }
}`;
const ERASE = `mutation ErasePatient($input: ErasePatientInput!) {
  erasePatient(input: $input) { __typename ... on Erasure { ${ERASURE} } ... on PatientsRefusal { code message } }
}`;
const FOLLOW = `query Erasure($patientId: ID!) { erasure(patientId: $patientId) { ${ERASURE} } }`;

const erasure = z.object({
  state: z.enum(['UNDER_WAY', 'WAITS_FOR_ENGINES', 'FINISHED']),
  /** Every record of the person. */
  patientIds: z.array(z.string()),
  done: z.array(z.object({ part: z.string(), removed: z.number().nullable() })),
  due: z.array(z.string()),
});
type ErasureNow = z.output<typeof erasure>;

const preview = z.object({
  erasure: erasure.nullable(),
  erasurePreview: z
    .object({
      name: z.string().nullable(),
      birthDate: z.string().nullable(),
      records: z.number(),
      notes: z.number(),
      present: z.boolean(),
    })
    .nullable(),
});
const ordered = z.object({
  erasePatient: z.discriminatedUnion('__typename', [
    erasure.extend({ __typename: z.literal('Erasure') }),
    z.object({ __typename: z.literal('PatientsRefusal'), code: z.string(), message: z.string() }),
  ]),
});
const followed = z.object({ erasure });

/** Whoever is at the terminal. */
export interface Terminal {
  readonly say: (line: string) => void;
  readonly confirm: (question: string) => Promise<boolean>;
}

const LOOK_EVERY_MS = 300;
/** So far does a preview count. */
const MOST_NOTES = 1000;

/** Erases, and says how it goes; gives the exit code. 0: all of it is done, or waits for an engine alone. 1: nothing was done. */
export async function erase(
  graph: Pick<ProductGraph, 'execute'>,
  { patientId, reason, yes }: Erasing,
  terminal: Terminal,
): Promise<number> {
  const known = preview.parse(await graph.execute(PREVIEW, { patientId }));
  if (known.erasure === null) {
    const who = known.erasurePreview;
    if (who === null) throw new OperatorError('There is no such patient.');
    const { name, birthDate, records, notes } = who;
    terminal.say(`${name ?? 'Nobody has told a name'}, born ${birthDate ?? 'on a day that nobody has told'}.`);
    const more = notes < MOST_NOTES ? '' : ' or more';
    terminal.say(`What goes: ${recordsAndNotes(records, notes)}${more}, and every message about them.`);
    if (!yes && !(await terminal.confirm('This cannot be taken back. Erase them?'))) {
      terminal.say('Nothing was erased.');
      return 1;
    }
  }
  const input = { idempotencyKey: randomUUID(), patientId, reason };
  const answer = ordered.parse(await graph.execute(ERASE, { input })).erasePatient;
  if (answer.__typename === 'PatientsRefusal') throw new OperatorError(answer.message);
  return toItsEnd(graph, patientId, terminal, answer);
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const recordsAndNotes = (records: number, notes: number): string =>
  `${counted(records, 'record')} with their numbers, ${counted(notes, 'note')}`;

/** What of a part is gone, counted as the preview counts it. */
function partLine({ patientIds, done }: ErasureNow, { part, removed }: ErasureNow['done'][number]): string {
  switch (part) {
    case 'MESSAGES':
      return counted(removed ?? 0, 'message');
    case 'RECORDS':
      return recordsAndNotes(patientIds.length, removed ?? 0);
    case 'LATE_MESSAGES': {
      // It is told with all that went before.
      const before = done.find((one) => one.part === 'MESSAGES')?.removed ?? 0;
      return `${counted((removed ?? before) - before, 'message')} that came meanwhile`;
    }
    default:
      return part.toLowerCase();
  }
}

async function toItsEnd(
  graph: Pick<ProductGraph, 'execute'>,
  patientId: string,
  { say }: Terminal,
  first: ErasureNow,
): Promise<number> {
  let told = 0;
  for (let now = first; ; now = followed.parse(await graph.execute(FOLLOW, { patientId })).erasure) {
    for (const part of now.done.slice(told)) say(`Done: ${partLine(now, part)}.`);
    told = now.done.length;
    if (now.state === 'FINISHED') say('Erased.');
    if (now.state === 'WAITS_FOR_ENGINES')
      say('Erased; what the engine deleted goes from its disks at its next scavenge.');
    if (now.state !== 'UNDER_WAY') return 0;
    await wait(LOOK_EVERY_MS);
  }
}
