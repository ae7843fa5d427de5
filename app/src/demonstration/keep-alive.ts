import { fill, happen, pauseMs } from '@flow/demo/generator/a-day';
import { openPas, type Happening, type Pas } from '@flow/demo/generator/hospital-days';
import type { WardPlan } from '@flow/demo/generator/simulated-pas';
import type { Log } from '@flow/platform/telemetry/log';
import { londonText } from './london-text';
import { readKept, writeKept, type Kept } from './kept-state';
import { createFeedLine } from './feed-line';
import { pause } from './pause';

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
/** A hospital is filled over so many connections: patients do not wait for each other. */
const LINES = 8;

/**
 * A simulated PAS that fills the hospital through the real port, keeps it alive, and goes on where it stopped: the state is
 * kept before anything of it is sent, and what was not acknowledged is sent again, byte for byte.
 */
export async function runDemonstration(options: DemonstrationOptions): Promise<void> {
  const { wards, file, seed, nowMs, signal } = options;
  const kept = readKept(file);
  const pas = openPas({ wards, seed, ...(kept && { resume: kept.state }), londonText });
  const lines = Array.from({ length: LINES }, () => createFeedLine(options));
  const [first] = lines;
  let filled = kept?.filled ?? false;

  async function tell(happenings: readonly Happening[]): Promise<void> {
    const unsent = happenings.flatMap(({ messages }) => messages);
    const next: Kept = { state: pas.state, unsent, filled };
    writeKept(file, next);
    await Promise.all(lines.map(async (line, index) => line.send(messagesOf(happenings, index))));
  }
  try {
    if (kept) await first?.send(kept.unsent);
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
    for (const line of lines) line.close();
  }
}

/** Each happening stays whole on one connection, so that its messages keep their order. */
const messagesOf = (happenings: readonly Happening[], line: number): string[] =>
  happenings.filter((_, index) => index % LINES === line).flatMap(({ messages }) => messages);

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
