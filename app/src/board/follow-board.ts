import { OperatorError } from '@flow/platform/values/operator-error';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { BOARD_DOCUMENT, boardAnswer } from './board-document';
import { withFrame, type BoardState } from './board-state';
import { isTokenRefused, sentenceOf } from './trouble';

export interface Following {
  /** `http://host:port` of the gateway. */
  readonly http: string;
  /** Asked again at each connection, for a token ends; or one that was given and stays as it is. */
  readonly token: string | (() => Promise<string>);
  readonly signal: AbortSignal;
  readonly onBoard: (state: BoardState) => void;
  /** The connection is lost, or was not made; told how long until the next attempt. */
  readonly onTrouble: (error: unknown, retryMs: number) => void;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
/** The board tells that it is alive every few seconds: without a word for so long, the connection is taken for lost. */
const SILENCE_MS = 15_000;

/** There is no such user, or nobody is signed in that way: asked again it would be the same. */
const REFUSING: ReadonlySet<number> = new Set([400, 401, 403, 404]);

class SignInRefused extends OperatorError {}

const tokenAnswer = z.object({ token: z.string() });

/** The demonstration gives its users a token without a password, on its own machine. */
export async function demonstrationToken(http: string, user: string): Promise<string> {
  const response = await fetch(`${http}/demo/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) {
    const told = `The product does not sign in ${user} by itself. Set FLOW_TOKEN to a token. Where the demonstration runs, --user names one of its users (users.csv).`;
    throw REFUSING.has(response.status) ? new SignInRefused(told) : new OperatorError(told);
  }
  return tokenAnswer.parse(await response.json()).token;
}

/** One connection: frames until it is lost. */
async function* boardsOf({ http, token, signal }: Following, from: BoardState | undefined): AsyncGenerator<BoardState> {
  const authorization = `Bearer ${typeof token === 'string' ? token : await token()}`;
  const client = createClient({
    url: `${http.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization },
  });
  const leave = (): void => client.terminate();
  signal.addEventListener('abort', leave);
  let silence: NodeJS.Timeout | undefined;
  let state = from;
  try {
    const variables = { sinceVersion: state?.version ?? null };
    for await (const { data } of client.iterate({ query: BOARD_DOCUMENT, variables })) {
      clearTimeout(silence);
      silence = setTimeout(leave, SILENCE_MS);
      state = withFrame(state, boardAnswer.parse(data).hospitalBoard);
      if (state) yield state;
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', leave);
    await client.dispose();
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** One connection until it is lost: why, and the board as it stood then. */
async function followOnce(following: Following, from: BoardState | undefined) {
  let state = from;
  try {
    for await (const next of boardsOf(following, from)) {
      state = next;
      if (!following.signal.aborted) following.onBoard(next);
    }
    return { state, trouble: new Error('The connection ended.') };
  } catch (trouble) {
    return { state, trouble };
  }
}

/**
 * Follows the hospital board until the signal; connects again by itself, and goes on from the version in hand. Throws
 * OperatorError when a token that was given is refused, or the user is: no other attempt would fare better.
 */
export async function followBoard(following: Following): Promise<void> {
  const { signal, onTrouble } = following;
  const isOver = (): boolean => signal.aborted;
  let state: BoardState | undefined;
  let retryMs = FIRST_RETRY_MS;
  while (!isOver()) {
    const followed = await followOnce(following, state);
    if (isOver()) return;
    const { trouble } = followed;
    if (trouble instanceof SignInRefused || (typeof following.token === 'string' && isTokenRefused(trouble)))
      throw new OperatorError(sentenceOf(followed.trouble, following.http), { cause: followed.trouble });
    if (followed.state !== state) retryMs = FIRST_RETRY_MS;
    state = followed.state;
    onTrouble(followed.trouble, retryMs);
    await pause(retryMs, signal);
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  }
}
