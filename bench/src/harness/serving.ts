import { z } from 'zod';
import type { Usage } from './served';

const question = z.object({ id: z.int(), what: z.string(), told: z.unknown().optional() });

/** What a measured program can be asked, by name, besides its usage. `stop` is called once, at the end. */
export interface Serving {
  readonly answers: Readonly<Record<string, (told: unknown) => unknown>>;
  readonly stop: () => Promise<void>;
  /** Of the programs that it consists of; of this process unless given. */
  readonly usage?: () => Promise<Usage>;
}

const ownUsage = (): Usage => {
  const { user, system } = process.cpuUsage();
  return { cpuUs: user + system, rssBytes: process.memoryUsage.rss() };
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The measured side of served.ts: opens what the parent's argument asks for, and answers until it is stopped. */
export function answerParent(open: (told: unknown) => Promise<Serving>): void {
  const told: unknown = JSON.parse(process.argv[2] ?? '{}');
  const opening = open(told);
  const say = (message: object): void => void process.send?.(message);

  async function answer(what: string, more: unknown): Promise<unknown> {
    const { answers, stop, usage = ownUsage } = await opening;
    if (what === 'ready') return undefined;
    if (what === 'usage') return usage();
    if (what === 'stop') return stop();
    const known = answers[what];
    if (known === undefined) throw new Error(`It cannot be asked ${what}.`);
    return known(more);
  }

  process.on('message', (message) => {
    const { id, what, told: more } = question.parse(message);
    answer(what, more).then(
      (result) => {
        say({ id, result });
        if (what === 'stop') process.disconnect();
      },
      (error: unknown) => say({ id, error: textOf(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
}
