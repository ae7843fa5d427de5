import { z } from 'zod';
import { derivedId } from '../ids/ids';
import { systemClock } from '../time/clock';
import type { EventStore, NewEvent } from '../event-store/event-store';
import { OperatorError } from '../values/operator-error';

/** Frozen: the stream that says how far a backup has been restored into the store. */
const STREAM = 'storeRestore-1';
const BEGUN = 'restore-begun.v1';
const STEP_DONE = 'restore-step-done.v1';
const FINISHED = 'restore-finished.v1';
const MOST = 100;

const begunSchema = z.object({ backup: z.string() });
const stepSchema = z.object({ step: z.string() });

/** How far a restore has come. */
export interface Restore {
  /** Which backup, by a hash. */
  readonly backup: string;
  readonly stepsDone: readonly string[];
  readonly finished: boolean;
}

function entry(type: string, data: Readonly<Record<string, string>>): NewEvent {
  const id = derivedId(STREAM, type, JSON.stringify(data));
  return {
    ...{ id, type, data },
    metadata: {
      ...{ commandId: id, inputHash: id, correlationId: id, causationId: id },
      actor: { user: 'system', role: 'system' },
      ...{ origin: 'system', entryMode: 'import', recordedAt: systemClock.now(), schemaVersion: 1 },
    },
  };
}

/** Undefined for a store that nothing was ever restored into. */
export async function restoreIn(store: Pick<EventStore, 'read'>): Promise<Restore | undefined> {
  const { events } = await store.read(STREAM, { limit: MOST });
  const [begun] = events;
  if (begun === undefined) return undefined;
  const steps = events.filter(({ type }) => type === STEP_DONE);
  return {
    backup: begunSchema.parse(begun.data).backup,
    stepsDone: steps.map(({ data }) => stepSchema.parse(data).step),
    finished: events.some(({ type }) => type === FINISHED),
  };
}

/** Writes down how far it is. Each is safe to repeat. */
export function restoreNotes(store: EventStore, { backup }: Pick<Restore, 'backup'>) {
  const note = async (type: string, data: Readonly<Record<string, string>>): Promise<void> => {
    const { events } = await store.read(STREAM, { direction: 'backwards', limit: 1 });
    await store.append(STREAM, events[0]?.revision ?? 'no-stream', [entry(type, data)]);
  };
  return {
    begun: async () => note(BEGUN, { backup }),
    stepDone: async (step: string) => note(STEP_DONE, { step }),
    finished: async () => note(FINISHED, {}),
  };
}

/** Throws OperatorError while a backup is only half in the store. */
export async function refuseHalfRestored(store: Pick<EventStore, 'read'>): Promise<void> {
  const restore = await restoreIn(store);
  if (restore === undefined || restore.finished) return;
  throw new OperatorError(
    'A backup was restored into the event store, and that did not end. Run the same npm run backup -- restore again: it goes on where it stopped.',
  );
}
