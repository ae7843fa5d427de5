import type { Documents } from '../documents/documents';
import type { EventStore } from '../event-store/event-store';
import { pause } from '../running/pause';
import { persistently } from '../running/persistently';
import { startRun } from '../running/run';
import type { Running } from '../running/running';
import type { Log } from '../telemetry/log';
import { OperatorError } from '../values/operator-error';
import { announcing, RENEW_EVERY_MS } from './speakers';
import { writtenBy } from './switch';
import { FIRST_VOCABULARY, newestIn, type Vocabulary } from './vocabulary';

export interface SpeakingOptions {
  readonly service: string;
  readonly vocabulary: Vocabulary;
  readonly instance: string;
  /** For people: host and process. */
  readonly where: string;
  readonly store: EventStore;
  readonly documents: Documents;
  readonly log: Log;
  /** The switch was raised above what this version knows: nothing of it may go on. */
  readonly onLeftBehind: (error: OperatorError) => void;
  /** 2 s unless given. */
  readonly everyMs?: number;
}

export interface Speaking extends Running {
  /** The vocabulary that may be written now, at most two seconds old: older forms can always be read. */
  written(): number;
}

/** A newer version has been told to write what this one cannot read. */
class LeftBehind extends OperatorError {
  constructor(service: string, written: number, knows: number) {
    super(
      `${service} writes stored events of vocabulary ${written}, and this version knows ${knows} alone. ` +
        'Start the newer version, or restore the backup from before.',
    );
    this.name = 'LeftBehind';
  }
}

/**
 * Says what this instance knows, before it looks what may be written, so that whoever raises the switch sees it or it sees the
 * switch. Throws OperatorError where more may be written than it knows.
 */
export async function startSpeaking(options: SpeakingOptions): Promise<Speaking> {
  const {
    service,
    vocabulary,
    instance,
    where,
    store,
    documents,
    log,
    onLeftBehind,
    everyMs = RENEW_EVERY_MS,
  } = options;
  const knows = newestIn(vocabulary);
  const announced = announcing(documents, { service, instance, where, knows });
  let written = FIRST_VOCABULARY;

  async function look(signal: AbortSignal): Promise<void> {
    await persistently(
      async () => {
        await announced.renew();
        written = Math.max(written, await writtenBy(store, service));
      },
      { signal, log },
    );
    if (written > knows) throw new LeftBehind(service, written, knows);
  }
  const leave = async (): Promise<void> => announced.leave().catch(() => undefined);

  await look(new AbortController().signal).catch(async (error: unknown) => {
    await leave();
    throw error;
  });
  const run = startRun(
    async (signal) => {
      for (;;) {
        await pause(everyMs, signal);
        if (signal.aborted) return;
        await look(signal).catch((error: unknown) => {
          if (error instanceof LeftBehind) onLeftBehind(error);
          throw error;
        });
      }
    },
    { name: `vocabulary/${service}`, log },
  );
  return {
    written: () => written,
    readiness: () => run.readiness(),
    async stop() {
      await run.stop();
      await leave();
    },
  };
}
