import { signedInClient } from '@flow/gateway/testing/socket-client';
import { z } from 'zod';

const AGES = `subscription { frame: hospitalBoard { ... on BoardHeartbeat { age { completeUpTo } } } }`;

const said = z.object({
  data: z.object({ frame: z.object({ age: z.object({ completeUpTo: z.string().nullable() }).optional() }) }),
});

/** A screen that shows how old the hospital board is. */
export interface Heartbeats {
  /** Up to when the board was complete at the last heartbeat that came; undefined before the first. */
  completeUpTo(): string | undefined;
  close(): Promise<void>;
}

export async function followHeartbeats(http: string, token: string): Promise<Heartbeats> {
  const client = await signedInClient(http, token);
  client.subscribe('ages', AGES);
  let last: string | undefined;
  const following = (async () => {
    for (;;) {
      const { type, payload } = await client.next();
      if (type === 'ping') client.say({ type: 'pong' });
      if (type === 'next') last = said.parse(payload).data.frame.age?.completeUpTo ?? last;
    }
  })();
  // It ends with the connection.
  following.catch(() => undefined);
  return {
    completeUpTo: () => last,
    async close() {
      client.socket.close();
      await client.close();
    },
  };
}
