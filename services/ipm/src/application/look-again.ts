import type { MessageLanes } from './message-lanes';

/** Messages that had an outcome and may get a better one. */
export interface OpenMessages {
  /** In quarantine for what somebody else may tell, in the order of the inbox. At most so many, after this id. */
  mayHeal(page: Page): Promise<readonly string[]>;
  /** Read under another configuration, and in quarantine, held by a switch, or with a place that no map knew. */
  readUnderOther(partner: string, configVersion: string, page: Page): Promise<readonly string[]>;
  /** Of which an operator asked something that is still to be done. */
  asked(page: Page): Promise<readonly string[]>;
  /** Read, and not told to their end: on their way, or left by somebody who died. */
  unfinished(page: Page): Promise<readonly string[]>;
}

export interface Page {
  readonly after: string | undefined;
  readonly limit: number;
}

type Reconsidering = Pick<MessageLanes, 'reconsider'>;

const PAGE = 200;

/**
 * Looks again at what is in quarantine: whoever told what it waits for may have died before they looked. Done at each start,
 * and now and then.
 */
export const lookAgainAtQuarantine = (open: OpenMessages, lanes: Reconsidering, signal: AbortSignal): Promise<void> =>
  eachPage((page) => open.mayHeal(page), lanes, signal);

/** Takes up what was read again and left on its way: the inbox was taken further since, and nobody else comes back to it. */
export const lookAgainAtUnfinished = (open: OpenMessages, lanes: Reconsidering, signal: AbortSignal): Promise<void> =>
  eachPage((page) => open.unfinished(page), lanes, signal);

/** Does what operators asked for. What is in hand or waits in a lane is done there, and is not waited for here. */
export async function lookForDeeds(
  open: OpenMessages,
  lanes: Reconsidering,
  onFailed: (because: unknown) => void,
): Promise<void> {
  for (let after: string | undefined; ;) {
    const found = await open.asked({ after, limit: PAGE });
    for (const messageId of found) void lanes.reconsider(messageId).catch(onFailed);
    after = found.at(-1);
    if (found.length < PAGE) return;
  }
}

/** A partner has another configuration: what it could not say before may be said now. */
export const lookAgainUnder = (
  { partner, version }: { readonly partner: string; readonly version: string },
  open: OpenMessages,
  lanes: Reconsidering,
  signal: AbortSignal,
): Promise<void> => eachPage((page) => open.readUnderOther(partner, version, page), lanes, signal);

async function eachPage(
  find: (page: Page) => Promise<readonly string[]>,
  lanes: Reconsidering,
  signal: AbortSignal,
): Promise<void> {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  signal.addEventListener('abort', end, { once: true });
  try {
    for (let after: string | undefined; !signal.aborted;) {
      const found = await find({ after, limit: PAGE });
      // A lane that is blocked holds this up, and nothing else.
      const looked = Promise.all(found.map((messageId) => lanes.reconsider(messageId)));
      await Promise.race([looked, over]);
      after = found.at(-1);
      if (found.length < PAGE) return;
    }
  } finally {
    // The signal is the intake's, which lives as long as the process; this is done every minute.
    signal.removeEventListener('abort', end);
  }
}
