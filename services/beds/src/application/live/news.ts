/** Resolves after so long, or at once when the signal fires. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Tells listeners that something is new; what it is they look up. */
export interface News {
  tell(): void;
  /** The function given back ends it. */
  listen(listener: () => void): () => void;
  /** Resolves as soon as it is so, or after so long: whether it is. */
  until(isSo: () => boolean, timeoutMs: number): Promise<boolean>;
}

export function createNews(wait: Wait, over: AbortSignal): News {
  const listeners = new Set<() => void>();
  const listen = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    tell() {
      for (const listener of [...listeners]) listener();
    },
    listen,
    async until(isSo, timeoutMs) {
      if (isSo()) return true;
      const done = new AbortController();
      const leave = listen(() => {
        if (isSo()) done.abort();
      });
      await wait(timeoutMs, AbortSignal.any([done.signal, over]));
      leave();
      return isSo();
    },
  };
}
