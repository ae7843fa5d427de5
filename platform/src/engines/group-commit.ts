import { EngineUnavailable, OutcomeUnknown } from '../event-store/errors';
import type { Sqlite } from './sqlite';

/** Many writes, one commit: each waits for the disk once, and none waits for another's decision. */
export interface GroupCommit {
  /**
   * Runs the work within the next transaction and resolves with its result once that is durable. Work that throws is undone
   * alone. `committed` is called in the same turn as the commit, before anything that waited for it goes on.
   */
  run<T>(work: () => T, committed?: (result: T) => void): Promise<T>;
  /** Commits what waits, then refuses more. */
  close(): void;
}

interface Job {
  /** Runs the work; gives what to do once it is durable. Throws what the work threw. */
  attempt(): () => void;
  fail(error: unknown): void;
}

/** So that a burst does not hold the event loop for longer than some ten milliseconds. */
const LARGEST_GROUP = 256;

function transactions(sqlite: Sqlite): (jobs: readonly Job[]) => void {
  const begin = sqlite.prepare('BEGIN IMMEDIATE');
  const commit = sqlite.prepare('COMMIT');
  const mark = sqlite.prepare('SAVEPOINT job');
  const keep = sqlite.prepare('RELEASE job');

  /** Gives what to do after the commit. Engine faults end the group; anything else is that job's own. */
  function attempt(job: Job): () => void {
    mark.run();
    try {
      const done = job.attempt();
      keep.run();
      return done;
    } catch (error) {
      if (error instanceof EngineUnavailable || error instanceof OutcomeUnknown) throw error;
      sqlite.exec('ROLLBACK TO job; RELEASE job');
      return () => {
        job.fail(error);
      };
    }
  }

  return (jobs) => {
    let settled: readonly (() => void)[];
    try {
      begin.run();
      settled = jobs.map(attempt);
      commit.run();
    } catch (error) {
      // A full disk ends the transaction by itself.
      if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
      for (const job of jobs) job.fail(error);
      return;
    }
    for (const done of settled) done();
  };
}

export function createGroupCommit(sqlite: Sqlite): GroupCommit {
  const commitTogether = transactions(sqlite);
  let waiting: Job[] = [];
  let scheduled = false;
  let closed = false;

  function flush(): void {
    scheduled = false;
    const jobs = waiting.slice(0, LARGEST_GROUP);
    waiting = waiting.slice(LARGEST_GROUP);
    if (waiting.length > 0) schedule();
    if (jobs.length > 0) commitTogether(jobs);
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  return {
    run<T>(work: () => T, committed?: (result: T) => void) {
      if (closed) return Promise.reject(new EngineUnavailable(`${sqlite.file}, which is closed`));
      return new Promise<T>((resolve, reject) => {
        waiting.push({
          attempt() {
            const result = work();
            return () => {
              committed?.(result);
              resolve(result);
            };
          },
          fail: reject,
        });
        schedule();
      });
    },
    close() {
      closed = true;
      while (waiting.length > 0) flush();
    },
  };
}
