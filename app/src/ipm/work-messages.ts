import { EDIT_REASONS, SKIP_REASONS } from '@flow/ipm/domain/ledger/deed';
import { OperatorError } from '@flow/platform/values/operator-error';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { wordIn } from '../commands/option-values';
import * as answers from './message-answers';
import { filterOf, firstOf, rangeOf, reasonOf, type MessageCommand } from './message-arguments';
import { dryRunLines, editableText, listedLine, refusalLines, shownLines } from './message-lines';

/** Where a command writes, and whom it asks before it changes something. */
export interface Desk {
  /** One line, every character of it seen. */
  write(line: string): void;
  /** A line of a text that is to be edited: into a file goes what it is. */
  writeText(line: string): void;
  confirm(question: string): Promise<boolean>;
}

interface Working extends MessageCommand {
  readonly graph: answers.Asked;
  readonly desk: Desk;
}

type ExitCode = 0 | 1;

/** Carries out one command about messages: 0 where it did what was asked, 1 where that was refused. */
export function workMessages(working: Working): Promise<ExitCode> {
  switch (working.command) {
    case 'list':
      return list(working);
    case 'show':
      return show(working);
    case 'dry-run':
      return dryRun(working);
    case 'retry-range':
      return retryRange(working);
    case 'retry':
      return work(working, 'retryMessage', {});
    case 'skip':
      return work(working, 'skipMessage', { reason: reasonOf(working.options, SKIP_REASONS) });
    default:
      return edit(working);
  }
}

const writeAll = ({ desk }: Working, lines: readonly string[]): void => lines.forEach((line) => desk.write(line));

async function list(working: Working): Promise<ExitCode> {
  const { graph, options, desk } = working;
  const { messages, more } = await answers.listMessages(graph, filterOf(options), firstOf(options));
  writeAll(working, messages.map(listedLine));
  if (messages.length === 0) {
    await refuseUnknownPartner(working);
    desk.write('There are none.');
  }
  if (more) desk.write('There are more: choose fewer with --from and --to.');
  return 0;
}

/** Throws OperatorError with the partners that there are. Asked where nothing was found: one that is no more has messages still. */
async function refuseUnknownPartner({ graph, options: { partner } }: Working): Promise<void> {
  if (partner !== undefined) wordIn('partner', partner, await answers.partnersOf(graph));
}

async function show(working: Working): Promise<ExitCode> {
  const message = await answers.findMessage(working.graph, working.names[0] ?? '');
  if (working.options.text !== true) {
    writeAll(working, shownLines(message));
    return 0;
  }
  const text = message.editedContent ?? message.content;
  if (text === null) throw new OperatorError('What it says is withheld, or was not kept.');
  for (const line of editableText(text)) working.desk.writeText(line);
  return 0;
}

async function dryRun(working: Working): Promise<ExitCode> {
  const { file } = working.options;
  return tryOut(working, file === undefined ? undefined : await textOf(file));
}

async function tryOut(working: Working, text: string | undefined): Promise<ExitCode> {
  const run = await answers.dryRunOf(working.graph, working.names[0] ?? '', text);
  if (run.__typename === 'MessageRefusal') {
    writeAll(working, refusalLines(run));
    return 1;
  }
  writeAll(working, dryRunLines(run));
  return 0;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new OperatorError('The file with the text cannot be read.', { cause });
  }
}

async function edit(working: Working): Promise<ExitCode> {
  const reason = reasonOf(working.options, EDIT_REASONS);
  const text = await textOf(working.names[1] ?? '');
  return work(working, 'editAndReplayMessage', { text, reason });
}

/** Shows what it would do, asks, does it, and says what came of it. */
async function work(
  working: Working,
  deed: answers.Deed,
  more: { readonly text?: string; readonly reason?: string },
): Promise<ExitCode> {
  const { graph, desk } = working;
  const {
    id: messageId,
    version: expectedVersion,
    ...message
  } = await answers.findMessage(graph, working.names[0] ?? '');
  desk.write(listedLine({ id: messageId, version: expectedVersion, ...message }));
  if (deed !== 'skipMessage' && (await tryOut(working, more.text)) !== 0) return 1;
  const question = deed === 'skipMessage' ? 'Tell nothing of it?' : 'Tell it?';
  if (working.options.yes !== true && !(await desk.confirm(question))) {
    desk.write('Nothing was done.');
    return 1;
  }
  const worked = await answers.workMessage(graph, deed, {
    idempotencyKey: randomUUID(),
    messageId,
    expectedVersion,
    ...more,
  });
  if (worked.__typename === 'MessageRefusal') {
    writeAll(working, refusalLines(worked));
    return 1;
  }
  desk.write(listedLine(worked.worked));
  if (!worked.done) desk.write('Its lane is blocked: it is done when that is free.');
  return 0;
}

async function retryRange(working: Working): Promise<ExitCode> {
  const { graph, desk, options } = working;
  const range = rangeOf(options);
  const { count, more, byReason } = await answers.countRange(graph, range).catch(async (error: unknown) => {
    await refuseUnknownPartner(working);
    throw error;
  });
  for (const one of byReason) desk.write(`${one.count}  ${one.status} ${one.reason ?? ''}`);
  if (more) throw new OperatorError('There are more than 1,000: choose a shorter time.');
  if (count === 0) {
    desk.write('There are none.');
    return 0;
  }
  if (options.yes !== true && !(await desk.confirm(`Retry ${count} messages?`))) {
    desk.write('Nothing was done.');
    return 1;
  }
  const input = { idempotencyKey: randomUUID(), range, expectedCount: count };
  const retried = await answers.retryRange(graph, input);
  if (retried.__typename === 'MessageRefusal') {
    writeAll(working, refusalLines(retried));
    return 1;
  }
  desk.write(`${retried.asked} are retried, each when its lane is free; ${retried.refused} have gone on.`);
  return 0;
}
