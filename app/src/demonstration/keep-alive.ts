import { fill, happen, pauseMs } from '@flow/demo/generator/a-day';
import { openPas, type Happening, type Pas } from '@flow/demo/generator/hospital-days';
import type { WardPlan } from '@flow/demo/generator/simulated-pas';
import type { Log } from '@flow/platform/telemetry/log';
import { londonText } from './london-text';
import { readKept, writeKept, type Kept } from './kept-state';
import { connectMllp, type MllpSender } from './mllp-sender';

export interface DemonstrationOptions {
  readonly wards: readonly WardPlan[];
  /** Where the simulated PAS keeps itself. */
  readonly file: string;
  readonly seed: number;
  /** How many times as fast as a real hospital. */
  readonly pace: number;
  readonly host: string;
  readonly port: () => number;
  readonly nowMs: () => number;
  readonly log: Log;
  readonly onProgress: (admitted: number) => void;
  readonly onFilled: () => void;
  readonly signal: AbortSignal;
}

/** Happenings of which the state is kept together while the hospital is filled. */
const AT_ONCE = 25;
const SLOWEST_PAUSE_MS = 20_000;
const AGAIN_MS = [200, 500, 1000, 2000, 5000];

/** Waits, unless it is over. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Sends in order, each until it is acknowledged, over as many connections as it takes. */
function createFeed({ host, port, signal, log }: DemonstrationOptions) {
  let sender: MllpSender | undefined;
  let failures = 0;

  async function sendOne(message: string): Promise<void> {
    while (!signal.aborted) {
      try {
        sender ??= await connectMllp(host, port());
        await sender.send(message);
        failures = 0;
        return;
      } catch (error) {
        sender?.close();
        sender = undefined;
        if (failures === 0) log.warn('The demonstration could not send, and tries again.', { error });
        await pause(AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)] ?? 0, signal);
        failures += 1;
      }
    }
  }
  return {
    async send(messages: readonly string[]): Promise<void> {
      for (const message of messages) await sendOne(message);
    },
    close: () => sender?.close(),
  };
}

/**
 * A simulated PAS that fills the hospital through the real port, keeps it alive, and goes on where it stopped: the state is
 * kept before anything of it is sent, and what was not acknowledged is sent again, byte for byte.
 */
export async function runDemonstration(options: DemonstrationOptions): Promise<void> {
  const { wards, file, seed, nowMs, signal } = options;
  const kept = readKept(file);
  const pas = openPas({ wards, seed, ...(kept && { resume: kept.state }), londonText });
  const feed = createFeed(options);
  let filled = kept?.filled ?? false;

  async function tell(happenings: readonly Happening[]): Promise<void> {
    const unsent = happenings.flatMap(({ messages }) => messages);
    const next: Kept = { state: pas.state, unsent, filled };
    writeKept(file, next);
    await feed.send(unsent);
  }
  try {
    if (kept) await feed.send(kept.unsent);
    if (!filled) {
      await fillWard(pas, options, tell);
      if (signal.aborted) return;
      filled = true;
      await tell([]);
    }
    options.onFilled();
    for (;;) {
      await pause(Math.min(SLOWEST_PAUSE_MS, pauseMs(pas, nowMs()) / options.pace), signal);
      if (signal.aborted) return;
      await tell([happen(pas, nowMs())]);
    }
  } finally {
    feed.close();
  }
}

async function fillWard(
  pas: Pas,
  { nowMs, signal, onProgress }: DemonstrationOptions,
  tell: (happenings: readonly Happening[]) => Promise<void>,
): Promise<void> {
  let some: Happening[] = [];
  let told = 0;
  for (const happening of fill(pas, nowMs())) {
    some.push(happening);
    if (some.length < AT_ONCE) continue;
    await tell(some);
    if (signal.aborted) return;
    told += some.length;
    some = [];
    onProgress(told);
  }
  await tell(some);
  onProgress(told + some.length);
}
