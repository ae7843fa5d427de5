import cliProgress from 'cli-progress';
import { runCommand } from '../commands/run-command';
import { readListening } from '../product/listening';
import { readArguments, USAGE } from './arguments';
import { readMessages } from './message-files';
import { sendMessages } from './send';
import { countsLine, wentWell } from './tally';

/** Sends HL7 files to a port, tells how far it is, and ends with counts: 0 when all went well, 1 when not, 2 for a wrong use. */
async function feed(args: readonly string[]): Promise<number> {
  const listening = readListening(process.env['DATA_DIR'] ?? 'data');
  const { paths, to, rate } = readArguments(args, listening?.mllp ?? {});
  const messages = await readMessages(paths);
  const format = `Feeding ${to.host}:${to.port} |{bar}| {value}/{total}`;
  const bar = new cliProgress.SingleBar({ format, clearOnComplete: true }, cliProgress.Presets.shades_classic);
  bar.start(messages.length, 0);
  try {
    const onProgress = ({ sent }: { readonly sent: number }): void => bar.update(sent);
    const counts = await sendMessages(messages, { ...to, ...(rate !== undefined && { rate }), onProgress });
    bar.stop();
    process.stdout.write(`${countsLine(counts)}\n`);
    if (counts.sent < messages.length) process.stderr.write(`${messages.length - counts.sent} were not sent.\n`);
    return counts.sent === messages.length && wentWell(counts) ? 0 : 1;
  } finally {
    bar.stop();
  }
}

runCommand('The feed', feed, { usage: USAGE, failing: 2 });
