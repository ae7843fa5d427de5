import type { Log } from '@flow/platform/telemetry/log';

/** What is to be closed again, the last opened first; one that fails does not keep the others open. */
export interface Closing {
  add(close: () => Promise<void>): void;
  /** Safe to call twice. */
  all(): Promise<void>;
}

export function createClosing(log: Log): Closing {
  const closers: (() => Promise<void>)[] = [];
  let closed: Promise<void> | undefined;
  async function closeAll(): Promise<void> {
    for (const close of [...closers].reverse()) {
      await close().catch((error: unknown) => log.error('Something did not close.', { error }));
    }
  }
  return {
    add: (close) => void closers.push(close),
    all: () => (closed ??= closeAll()),
  };
}
