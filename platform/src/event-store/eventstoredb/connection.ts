import { createWaitingCalls } from '../../engines/waiting-calls';
import { EngineUnavailable } from '../errors';
import { openClient, type Client } from './client';
import { ClientFailure, type Leader } from './client-failure';

/** A client that fails again this soon is not replaced once more: nobody is there yet. */
const FRESH_MS = 250;
const MOST_REDIRECTIONS = 3;
/** Room for the answer that says that a deadline passed to come before we stop listening. */
const GRACE_MS = 500;

/** What failed on the way, when the call was left without an answer. */
const NO_ANSWER = new ClientFailure({ kind: 'no-answer' }, undefined);

/** The current client, replaced when it lost its node or its node lost the lead. */
export interface Connection {
  /** Runs the work with a client, again at the leader where another node leads. Rejects with ClientFailure within the deadline. */
  call<T>(work: (client: Client, signal: AbortSignal) => Promise<T>): Promise<T>;
  /** The client that subscriptions use now, and the signal that another took its place. */
  current(): { readonly client: Client; readonly replaced: AbortSignal };
  /** Another client for the next calls, since this one lost its node. */
  lost(client: Client, leader?: Leader): void;
  readonly closed: AbortSignal;
  /** Calls under way are not waited for any longer, and later ones briefly. Subscriptions go on until they are ended. */
  giveUp(): void;
  /** Gives up, too, refuses later calls and ends subscriptions. Safe to call twice. */
  close(): Promise<void>;
}

/** The same connection string, to that host alone. */
export function atLeader(connectionString: string, { host, port }: Leader): string {
  return connectionString.replace(
    /^esdb(?:\+discover)?:\/\/((?:[^@/]*@)?)[^/?]*/,
    (_, credentials: string) => `esdb://${credentials}${host}:${port}`,
  );
}

const isLost = ({ why }: ClientFailure): boolean => why.kind === 'unreachable' || why.kind === 'no-answer';

export function openConnection(connectionString: string, deadlineMs: number): Connection {
  const closing = new AbortController();
  const calls = createWaitingCalls(NO_ANSWER);
  const open = (at: string) => ({ client: openClient(at), at: performance.now(), replaced: new AbortController() });
  let now = open(connectionString);

  function lost(client: Client, leader?: Leader): void {
    if (client !== now.client || closing.signal.aborted) return;
    if (!leader && performance.now() - now.at < FRESH_MS) return;
    const before = now;
    now = open(leader ? atLeader(connectionString, leader) : connectionString);
    before.replaced.abort();
    // Calls that still wait on it end by themselves; a channel that is closed lets them.
    void before.client.close();
  }

  return {
    async call(work) {
      for (let tries = 0; ; tries += 1) {
        if (closing.signal.aborted) throw new EngineUnavailable('anything: the store is closed');
        const { client } = now;
        try {
          return await calls.within(deadlineMs + GRACE_MS, async (signal) => work(client, signal));
        } catch (error) {
          if (!(error instanceof ClientFailure) || calls.isGivenUp()) throw error;
          if (error.why.kind === 'not-leader') lost(client, error.why.leader);
          else if (isLost(error)) lost(client);
          if (error.why.kind !== 'not-leader' || tries === MOST_REDIRECTIONS) throw error;
        }
      }
    },
    current: () => ({ client: now.client, replaced: now.replaced.signal }),
    lost,
    closed: closing.signal,
    giveUp: () => calls.giveUp(),
    async close() {
      closing.abort();
      calls.close();
      now.replaced.abort();
      await now.client.close();
    },
  };
}
