import type { Document, Documents } from '../documents/documents';
import type { Log } from '../telemetry/log';
import { pause } from './pause';
import { persistently } from './persistently';
import { startRun } from './run';
import type { Running } from './running';

/** Why nobody may be let in: the door opens when the last subject is gone. */
interface HeldDoor extends Document {
  readonly subjects: readonly string[];
}

const HELD_DOORS = 'held-doors';
const MOST = 100;
const LOOK_EVERY_MS = 500;

/** Keeps every gateway of the site from letting anybody in, for one reason. */
export interface HeldDoors {
  /** What they are held for now, whoever began. */
  heldFor(): Promise<readonly string[]>;
  /** Adds these. In force at gateways that start later at once, at others within a second. */
  hold(subjects: readonly string[]): Promise<void>;
  /** These are a reason no more. Safe to repeat. */
  release(subjects: readonly string[]): Promise<void>;
}

/** `reason`: letters and dashes, the same for ever. Throws what the documents throw. */
export async function holdDoors(documents: Documents, reason: string): Promise<HeldDoors> {
  const doors = await documents.collection<HeldDoor>(HELD_DOORS, []);
  return {
    heldFor: async () => (await doors.findOne({ _id: reason }))?.subjects ?? [],
    async hold(subjects) {
      for (const subject of subjects)
        await doors.updateOne({ _id: reason }, { $addToSet: { subjects: subject } }, { upsert: true });
    },
    async release(subjects) {
      for (const subject of subjects) await doors.updateOne({ _id: reason }, { $pull: { subjects: subject } });
    },
  };
}

export interface WatchedDoors extends Running {
  /** Nobody may be let in now. While the documents do not answer it is as it was. */
  held(): boolean;
}

/** Knows from its first moment whether the doors are held. */
export async function watchDoors({
  documents,
  log,
}: {
  readonly documents: Documents;
  readonly log: Log;
}): Promise<WatchedDoors> {
  async function look(signal: AbortSignal): Promise<boolean> {
    return persistently(
      async () => {
        const doors = await documents.collection<HeldDoor>(HELD_DOORS, []);
        return (await doors.find({}, { limit: MOST })).some(({ subjects }) => subjects.length > 0);
      },
      { signal, log },
    );
  }
  let held = await look(new AbortController().signal);
  const watching = startRun(
    async (signal) => {
      for (;;) {
        await pause(LOOK_EVERY_MS, signal);
        if (signal.aborted) return;
        held = await look(signal);
      }
    },
    { name: 'held-doors', log },
  );
  return { held: () => held, readiness: () => watching.readiness(), stop: () => watching.stop() };
}
