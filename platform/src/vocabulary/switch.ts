import { z } from 'zod';
import { appendCertainly } from '../decider/append-certainly';
import { WrongExpectedRevision } from '../event-store/errors';
import type { EventStore, NewEvent } from '../event-store/event-store';
import { derivedId } from '../ids/ids';
import type { Clock } from '../time/clock';
import type { Instant } from '../time/instant';
import { FIRST_VOCABULARY } from './vocabulary';

/** Frozen. In the event store, so that a backup holds it beside what was written by it. */
const RAISED = 'vocabulary-raised.v1';
const streamOf = (service: string): string => `vocabulary-${service}`;

const raised = z.object({ written: z.number().int().min(FIRST_VOCABULARY) });

interface Switched {
  readonly written: number;
  /** -1: nobody has raised it. */
  readonly revision: number;
}

async function switched(store: Pick<EventStore, 'read'>, service: string): Promise<Switched> {
  const { events } = await store.read(streamOf(service), { direction: 'backwards', limit: 1 });
  const [last] = events;
  if (last === undefined) return { written: FIRST_VOCABULARY, revision: -1 };
  return { written: raised.parse(last.data).written, revision: last.revision };
}

/** The vocabulary that a service may write. Throws EngineUnavailable. */
export const writtenBy = async (store: Pick<EventStore, 'read'>, service: string): Promise<number> =>
  (await switched(store, service)).written;

export interface Raising {
  readonly service: string;
  readonly to: number;
  /** The subject of whoever does it. */
  readonly by: string;
  readonly at: Instant;
}

interface Appending {
  readonly store: EventStore;
  readonly clock: Clock;
}

/** From now on the service may write it. It never goes back; raised twice it is raised once. */
export async function raiseTo(appending: Appending, raising: Raising): Promise<void> {
  for (;;) {
    const { written, revision } = await switched(appending.store, raising.service);
    if (written >= raising.to) return;
    try {
      await appendCertainly(appending, streamOf(raising.service), revision, [entry(raising)]);
      return;
    } catch (error) {
      // Somebody else raises it in this moment: look again.
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
}

function entry({ service, to, by, at }: Raising): NewEvent {
  const id = derivedId(RAISED, service, to, by, at);
  return {
    ...{ id, type: RAISED, data: { written: to, by, at } },
    metadata: {
      ...{ commandId: id, inputHash: id, correlationId: id, causationId: id },
      actor: { user: by, role: 'administrator' },
      ...{ origin: 'user', entryMode: 'live', recordedAt: at, schemaVersion: 1 },
    },
  };
}
