import { systemClock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';
import { isHelpAsked, WRONG_USE, WrongUse } from '@flow/platform/values/wrong-use';
import { parseArgs } from 'node:util';
import { say } from '../commands/terminal';
import { visibleText } from '../commands/visible-text';
import { readListening } from '../product/listening';
import type { BoardState } from './board-state';
import { drawBoard } from './draw-board';
import { demonstrationToken, followBoard } from './follow-board';
import { sentenceOf } from './trouble';

const USAGE = `Use: npm run board -- [--user NAME] [--to URL] [--once]
  --user  one of the demonstration's users; bea unless told. FLOW_TOKEN=<token> signs in with any issuer's token
  --to    where the product listens; else where the one of DATA_DIR does, else http://127.0.0.1:4000
  --once  draws the board once and ends`;

const WIDTH = 80;
const REDRAW_MS = 100;

function readArguments(args: string[]) {
  try {
    const options = { user: { type: 'string' }, to: { type: 'string' }, once: { type: 'boolean' } } as const;
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw new WrongUse(USAGE, { cause });
  }
}

/** Draws over what was drawn before, at most ten times a second. */
function createScreen(colours: boolean) {
  let state: BoardState | undefined;
  let trouble: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  function draw(): void {
    timer = undefined;
    const height = process.stdout.rows || 60;
    const now = systemClock.now();
    const lines = state
      ? drawBoard(state, { width: WIDTH, height, colours, now, trouble })
      : [visibleText(trouble ?? 'Connecting…')];
    process.stdout.write(`\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\n')}\u001b[J`);
  }
  return {
    show(next: { state?: BoardState; trouble?: string | undefined }): void {
      state = next.state ?? state;
      trouble = next.trouble;
      timer ??= setTimeout(draw, REDRAW_MS);
    },
    close(): void {
      clearTimeout(timer);
      process.stdout.write('\n');
    },
  };
}

async function board(args: string[]): Promise<void> {
  if (isHelpAsked(args)) {
    USAGE.split('\n').forEach(say);
    return;
  }
  const { user = 'bea', to, once = false } = readArguments(args);
  const http = to ?? readListening(process.env['DATA_DIR'] ?? 'data')?.http ?? 'http://127.0.0.1:4000';
  const token = process.env['FLOW_TOKEN'] ?? (async () => demonstrationToken(http, user));
  const ending = new AbortController();
  const { signal } = ending;

  if (once) {
    const fail = (error: unknown): never => {
      throw new OperatorError(visibleText(sentenceOf(error, http)), { cause: error });
    };
    const drawn = (state: BoardState): void => {
      const colours = process.stdout.isTTY;
      const lines = drawBoard(state, { width: WIDTH, height: Infinity, colours, now: systemClock.now() });
      process.stdout.write(`${lines.join('\n')}\n`);
      ending.abort();
    };
    await followBoard({ http, token, signal, onBoard: drawn, onTrouble: fail });
    return;
  }
  const screen = createScreen(process.stdout.isTTY);
  process.stdout.write('\u001b[2J');
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => ending.abort());
  try {
    await followBoard({
      http,
      token,
      signal,
      onBoard: (state) => screen.show({ state }),
      onTrouble: (error, retryMs) =>
        screen.show({ trouble: `${sentenceOf(error, http)} Trying again in ${retryMs / 1000} s.` }),
    });
  } finally {
    screen.close();
  }
}

board(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof OperatorError ? error.message : 'The board failed.'}\n`);
  process.exitCode = error instanceof WrongUse ? WRONG_USE : 1;
});
