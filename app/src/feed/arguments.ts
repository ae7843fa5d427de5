import { parseArgs } from 'node:util';
import { DEFAULT_PORTS } from '@flow/ipm/domain/partner/default-ports';
import { WrongUse } from '@flow/platform/values/wrong-use';
import type { Target } from './send';

export interface FeedArguments {
  readonly paths: readonly string[];
  readonly to: Target;
  readonly rate?: number;
}

export const USAGE = `Use: npm run feed -- PATH… [--to HOST:PORT] [--partner NAME] [--rate N]
  PATH       HL7 files, folders of them, captures of MLLP
  --to       where to send; else the port of --partner where the product of DATA_DIR listens, else 127.0.0.1:${DEFAULT_PORTS.corpora}
  --partner  whose port; corpora unless told
  --rate     messages a second; as fast as they are answered unless told`;

const DEFAULT_PARTNER = 'corpora';

const options = { to: { type: 'string' }, rate: { type: 'string' }, partner: { type: 'string' } } as const;

/** Reads the command line. `ports` are those on which the product listens now, by partner. Throws WrongUse. */
export function readArguments(args: readonly string[], ports: Readonly<Record<string, number>>): FeedArguments {
  const { positionals: paths, values } = parsed(args);
  if (paths.length === 0) throw new WrongUse(USAGE);
  const to = values.to === undefined ? portOf(values.partner, ports) : targetOf(values.to);
  return { paths, to, ...(values.rate !== undefined && { rate: rateOf(values.rate) }) };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    // `--rate -5` reads as two options: the sentence about its value says more than the usage.
    if (args.some((each, at) => each === '--rate' && args[at + 1]?.startsWith('-') === true)) rateOf('');
    throw new WrongUse(USAGE, { cause });
  }
}

function portOf(partner: string | undefined, ports: Readonly<Record<string, number>>): Target {
  const known: Readonly<Record<string, number>> = { ...DEFAULT_PORTS, ...ports };
  const port = known[partner ?? DEFAULT_PARTNER];
  if (port === undefined) throw new WrongUse(`--partner: is one of ${Object.keys(known).join(', ')}.`);
  return { host: '127.0.0.1', port };
}

function targetOf(text: string): Target {
  const [, host = '', digits = ''] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (host === '' || port < 1 || port > 65_535) throw new WrongUse('--to: must be HOST:PORT, as 127.0.0.1:2575.');
  return { host, port };
}

function rateOf(text: string): number {
  const rate = Number(text);
  if (!(rate > 0 && rate <= 100_000)) throw new WrongUse('--rate: must be a number of messages a second above 0.');
  return rate;
}
