import { MessageStatus } from '@flow/ipm/adapters/graphql/message-types';
import { EDIT_REASONS, SKIP_REASONS } from '@flow/ipm/domain/ledger/deed';
import { WrongUse } from '@flow/platform/values/wrong-use';
import { parseArgs } from 'node:util';
import { countIn, momentIn, wordIn } from '../commands/option-values';

export const USAGE = `Use: npm run ipm -- COMMAND
  list            messages, the newest first  [--partner ipm] [--status QUARANTINED] [--reason CODE] [--number AUTHORITY:NUMBER]
                  [--nhs-number N] [--control-id ID] [--type ADT^A01] [--from 2026-01-31T08:00:00Z] [--to …] [--first 50]
  show ID         a message, its story and what it says        [--text]: only its text, a segment a line, to edit
  dry-run ID      what it would tell now, and what would differ  [--file FILE]: with that text in its place
  retry ID        reads it again and tells it
  retry-range     retries what fits  --partner ipm --from … --to … [--status QUARANTINED] [--reason CODE]
  edit ID FILE    puts that text in its place and tells it      --reason ${EDIT_REASONS.join('|')}
  skip ID         nothing of it is told                         --reason ${SKIP_REASONS.join('|')}
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

/** Throws WrongUse with how it is used. */
export function messageCommandOf(args: readonly string[]): MessageCommand {
  try {
    const { values, positionals } = parsed(args);
    const [command = '', ...names] = positionals;
    if (NAMES[command] === names.length) return { command, names, options: values };
  } catch {
    // An option that there is not: told below, as every other wrong use.
  }
  throw new WrongUse(USAGE);
}

const STATUSES = Object.keys(MessageStatus);
/** Those of messages that can still be told. */
const RETRYABLE = ['QUARANTINED', 'HELD', 'SKIPPED', 'IGNORED'];

/** The options whose values are words or moments. Throws WrongUse that says which is wrong, and what it may be. */
const chosenBy = ({ status, from, to }: Options, statuses: readonly string[]) => ({
  statuses: status?.map((one) => wordIn('status', one, statuses)),
  receivedFrom: from === undefined ? undefined : momentIn('from', from),
  receivedTo: to === undefined ? undefined : momentIn('to', to),
});

/** What a list is chosen by. Throws WrongUse as `chosenBy`. */
export function filterOf(options: Options): object {
  const { partner, reason, number, type, 'control-id': controlId, 'nhs-number': nhsNumber } = options;
  const [authority = '', value] = number?.split(':') ?? [];
  if (number !== undefined && value === undefined) throw new WrongUse('Write --number AUTHORITY:NUMBER.');
  return {
    ...{ partner, reasons: reason, messageType: type, controlId, nhsNumber },
    ...chosenBy(options, STATUSES),
    ...(value !== undefined && { patientNumber: { authority, value } }),
  };
}

const MOST = 100;

/** How many of them are listed. Throws WrongUse as `chosenBy`. */
export const firstOf = ({ first }: Options): number => (first === undefined ? 50 : countIn('first', first, MOST));

/** Throws WrongUse unless the range is whole, and as `chosenBy`. */
export function rangeOf(options: Options): object {
  const { partner, from, to, reason } = options;
  if (partner === undefined || from === undefined || to === undefined)
    throw new WrongUse('A range is told by all of --partner, --from and --to.');
  return { partner, reasons: reason, ...chosenBy(options, RETRYABLE) };
}

/** Why something is done to a message. Throws WrongUse that says what the reason may be. */
export function reasonOf<Reason extends string>({ reason }: Options, reasons: readonly Reason[]): Reason {
  const [one, ...more] = reason ?? [];
  if (one === undefined || more.length > 0) throw new WrongUse(`Say why, once: --reason ${reasons.join('|')}.`);
  return wordIn('reason', one, reasons);
}
