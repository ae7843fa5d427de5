/** Lets those that follow wait for news instead of asking again and again. */
export interface WakeUps {
  /** Wakes everyone who waits for one of these topics. */
  wake(topics: Iterable<string>): void;
  /** Resolves at the next news of a wanted topic, or when the signal fires. */
  wait(wants: (topic: string) => boolean, signal: AbortSignal): Promise<void>;
}

export function createWakeUps(): WakeUps {
  const waiting = new Set<{ wants: (topic: string) => boolean; go: () => void }>();
  return {
    wake(topics) {
      const news = [...topics];
      for (const waiter of [...waiting]) if (news.some((topic) => waiter.wants(topic))) waiter.go();
    },
    wait(wants, signal) {
      return new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const waiter = { wants, go };
        function go(): void {
          waiting.delete(waiter);
          signal.removeEventListener('abort', go);
          resolve();
        }
        waiting.add(waiter);
        signal.addEventListener('abort', go, { once: true });
      });
    },
  };
}
