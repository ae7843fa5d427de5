/** npm passes a Ctrl-C on that the terminal has sent already: both are one wish. */
const SAME_WISH_MS = 1000;

/** Aborts when this process is told to end, by Ctrl-C or SIGTERM. Told so again after a while, it ends at once. */
export function toldToEnd(): AbortSignal {
  const told = new AbortController();
  let firstAt = 0;
  const onSignal = (): void => {
    if (told.signal.aborted && performance.now() - firstAt > SAME_WISH_MS) process.exit(1);
    if (!told.signal.aborted) firstAt = performance.now();
    told.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, onSignal);
  return told.signal;
}
