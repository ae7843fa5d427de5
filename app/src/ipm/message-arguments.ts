import { OperatorError } from '@flow/platform/values/operator-error';
import { parseArgs } from 'node:util';

export const USAGE = `Use: npm run ipm -- COMMAND
  list            messages, the newest first  [--partner ipm] [--status QUARANTINED] [--reason CODE] [--number AUTHORITY:NUMBER]
                  [--nhs-number N] [--control-id ID] [--type ADT^A01] [--from 2026-01-31T08:00:00Z] [--to …] [--first 50]
  show ID         a message, its story and what it says        [--text]: only its text, a segment a line, to edit
  dry-run ID      what it would tell now, and what would differ  [--file FILE]: with that text in its place
  retry ID        reads it again and tells it
  retry-range     retries what fits  --partner ipm --from … --to … [--status QUARANTINED] [--reason CODE]
  edit ID FILE    puts that text in its place and tells it      --reason WRONG_IDENTIFIER|WRONG_PLACE|WRONG_TIME|MALFORMED|OTHER
  skip ID         nothing of it is told                         --reason DUPLICATE_IN_IPM|WRONG_PATIENT|TEST_MESSAGE|CORRECTED_IN_IPM|OTHER
  check-config FILE…   every fault of partners' files with their location maps and keys
What changes something shows first what it would do, and asks; --yes does it without asking.`;

const OPTIONS = {
  partner: { type: 'string' },
  status: { type: 'string', multiple: true },
  reason: { type: 'string', multiple: true },
  number: { type: 'string' },
  'nhs-number': { type: 'string' },
  'control-id': { type: 'string' },
  type: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  first: { type: 'string' },
  file: { type: 'string' },
  text: { type: 'boolean' },
  yes: { type: 'boolean' },
} as const;

export type Options = ReturnType<typeof parsed>['values'];

export interface MessageCommand {
  readonly command: string;
  readonly names: readonly string[];
  readonly options: Options;
}

function parsed(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
}

/** How many names each command takes. */
const NAMES: Readonly<Record<string, number>> = {
  list: 0,
  show: 1,
  'dry-run': 1,
  retry: 1,
  'retry-range': 0,
  edit: 2,
  skip: 1,
};

/** Throws OperatorError with how it is used. */
export function messageCommandOf(args: readonly string[]): MessageCommand {
  try {
    const { values, positionals } = parsed(args);
    const [command = '', ...names] = positionals;
    if (NAMES[command] === names.length) return { command, names, options: values };
  } catch {
    // An option that there is not: told below, as every other wrong use.
  }
  throw new OperatorError(USAGE);
}

/** What a list or a range is chosen by. */
export function filterOf({ partner, status, reason, number, type, from, to, ...more }: Options): object {
  const [authority = '', value] = number?.split(':') ?? [];
  if (number !== undefined && value === undefined) throw new OperatorError('Write --number AUTHORITY:NUMBER.');
  return {
    ...{ partner, statuses: status, reasons: reason, messageType: type, receivedFrom: from, receivedTo: to },
    ...{ controlId: more['control-id'], nhsNumber: more['nhs-number'] },
    ...(value !== undefined && { patientNumber: { authority, value } }),
  };
}

/** Throws OperatorError unless the range is whole. */
export function rangeOf({ partner, from, to, status, reason }: Options): object {
  if (partner === undefined || from === undefined || to === undefined) throw new OperatorError(USAGE);
  return { partner, receivedFrom: from, receivedTo: to, statuses: status, reasons: reason };
}

export function reasonOf({ reason }: Options): string {
  const [one, ...more] = reason ?? [];
  if (one === undefined || more.length > 0) throw new OperatorError(USAGE);
  return one;
}
