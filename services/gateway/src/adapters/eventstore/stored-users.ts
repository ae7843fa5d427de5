import { replay } from '@flow/platform/decider/decider';
import { readOn } from '@flow/platform/decider/folded-stream';
import { createStreamHandler } from '@flow/platform/decider/stream-handler';
import type { EventStore } from '@flow/platform/event-store/event-store';
import type { Running } from '@flow/platform/running/running';
import type { Clock } from '@flow/platform/time/clock';
import type { StoredUsers } from '../../application/set-users';
import type { FoldedUsers } from '../../application/users';
import { userScopesDecider, type UserScopesEvent } from '../../domain/user-scopes';
import { followFromFirst, type Following } from './follow-from-first';
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
export function followUsers(table: TableOfUsers, users: FoldedUsers, following: Following): Promise<Running> {
  const stream = streamOf(table);
  return followFromFirst({
    ...{ ...following, name: 'users', prefixes: [stream] },
    take(stored) {
      if (stored.stream === stream) users.heard(stored.revision, userScopesCodec.decode(stored));
    },
  });
}
