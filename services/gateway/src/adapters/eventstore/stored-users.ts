import { replay } from '@flow/platform/decider/decider';
import { readOn } from '@flow/platform/decider/folded-stream';
import { createStreamHandler } from '@flow/platform/decider/stream-handler';
import type { EventStore } from '@flow/platform/event-store/event-store';
import { startRun } from '@flow/platform/running/run';
import type { Running } from '@flow/platform/running/running';
import type { Log } from '@flow/platform/telemetry/log';
import type { Clock } from '@flow/platform/time/clock';
import type { StoredUsers } from '../../application/set-users';
import type { FoldedUsers } from '../../application/users';
import { userScopesDecider, type UserScopesEvent } from '../../domain/user-scopes';
import { userScopesCodec } from './user-scopes-codec';

interface TableOfUsers {
  readonly store: EventStore;
  /** The trust's ODS code. */
  readonly trust: string;
}

const streamOf = ({ trust }: TableOfUsers): string => `userScopes-${trust}`;

/** The table of users of a trust: `userScopes-<trust>`. */
export function storedUsers(table: TableOfUsers, clock: Clock): StoredUsers {
  const { store } = table;
  const stream = streamOf(table);
  const handler = createStreamHandler({ store, clock, decider: userScopesDecider, codec: userScopesCodec });
  return {
    handle: async (command, context) => handler.handle(stream, command, context),
    load: async () => handler.load(stream),
    async asOf(revision) {
      const events: UserScopesEvent[] = [];
      await readOn(store, stream, 0, (page) => {
        for (const stored of page) if (stored.revision <= revision) events.push(userScopesCodec.decode(stored));
      });
      return replay(userScopesDecider, events);
    },
  };
}

/** Keeps this instance knowing the table, whichever instance changed it. There when this resolves. */
export async function followUsers(table: TableOfUsers, users: FoldedUsers, log: Log): Promise<Running> {
  const stream = streamOf(table);
  let told = (): void => undefined;
  const caughtUp = new Promise<void>((resolve) => (told = resolve));
  const run = startRun(
    async (signal) => {
      for await (const batch of table.store.subscribe({ prefixes: [stream], signal })) {
        for (const stored of batch.events)
          if (stored.stream === stream) users.heard(stored.revision, userScopesCodec.decode(stored));
        if (batch.caughtUp) told();
      }
    },
    { name: 'users', log },
  );
  await caughtUp;
  return run;
}
