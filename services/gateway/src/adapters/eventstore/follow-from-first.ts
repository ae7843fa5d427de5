import { UnknownEventType } from '@flow/platform/decider/event-codec';
import type { EventStore, RecordedEvent } from '@flow/platform/event-store/event-store';
import { Stopped } from '@flow/platform/running/persistently';
import { startRun } from '@flow/platform/running/run';
import type { Running } from '@flow/platform/running/running';
import type { Log } from '@flow/platform/telemetry/log';
import { OperatorError } from '@flow/platform/values/operator-error';

export interface Following {
  readonly store: Pick<EventStore, 'subscribe'>;
  readonly log: Log;
  /** Of the start that waits for it. */
  readonly starting?: AbortSignal | undefined;
}

export interface FollowingFromFirst extends Following {
  readonly prefixes: readonly string[];
  /** Throws UnknownEventType for an event that it does not know. */
  readonly take: (event: RecordedEvent) => void;
  /** For people: which part it is. */
  readonly name: string;
}

/**
 * Keeps this instance knowing what these events say. What is stored is known when this resolves: nobody is let in before. Rejects
 * with what ended it before that (an event of a newer version: OperatorError), and with Stopped when the start is given up.
 */
export async function followFromFirst(following: FollowingFromFirst): Promise<Running> {
  const { name, log, starting } = following;
  let known = (): void => undefined;
  let failed: (because: unknown) => void = () => undefined;
  const isKnown = new Promise<void>((resolve, reject) => ([known, failed] = [resolve, reject]));
  const work = (signal: AbortSignal): Promise<void> =>
    follow(following, known, signal).catch((error: unknown) => {
      failed(faultOf(error, name));
      throw error;
    });
  const run = startRun(work, { name, log });
  const giveUp = (): void => {
    failed(new Stopped());
    void run.stop();
  };
  starting?.addEventListener('abort', giveUp, { once: true });
  if (starting?.aborted === true) giveUp();
  await isKnown.finally(() => starting?.removeEventListener('abort', giveUp));
  return run;
}

async function follow(
  { store, prefixes, take }: FollowingFromFirst,
  known: () => void,
  signal: AbortSignal,
): Promise<void> {
  for await (const { events, caughtUp } of store.subscribe({ prefixes, signal })) {
    events.forEach(take);
    if (caughtUp) known();
  }
}

const faultOf = (error: unknown, name: string): unknown =>
  error instanceof UnknownEventType
    ? new OperatorError(
        `A newer version has written events that this version does not know (the gateway, ${name}). Start the newer version.`,
        { cause: error },
      )
    : error;
