import { signedInClient } from '@flow/gateway/testing/socket-client';
import { z } from 'zod';
import type { Occupancy } from './hospital';

const BED = 'id label occupants { family patient { id } }';
const WARD = `subscription ($wardId: ID!) { frame: wardBoard(wardId: $wardId) {
  __typename
  ... on WardBoardSnapshot { version board { beds { ${BED} } } }
  ... on WardBoardResync { version board { beds { ${BED} } } }
  ... on WardBoardChanges { version beds { ${BED} } }
  ... on WardBoardDetails { beds { ${BED} } } } }`;

const beds = z.array(
  z.object({
    id: z.string(),
    label: z.string(),
    occupants: z.array(z.object({ family: z.string().nullable(), patient: z.object({ id: z.string() }).nullable() })),
  }),
);
const frameSchema = z.object({
  data: z.object({
    frame: z.object({
      __typename: z.string(),
      board: z.object({ beds }).optional(),
      beds: beds.optional(),
    }),
  }),
});
type BedSeen = z.output<typeof beds>[number];

/** A screen in a ward: what its frames have put there. */
export interface WatchedWard {
  bed(id: string): BedSeen | undefined;
  /** Takes frames until the beds are occupied as told; fails when none comes. */
  until(occupancy: Occupancy): Promise<void>;
  close(): Promise<void>;
}

const NO_FRAME_MS = 15_000;
const NOBODY_KNOWN = 'nobody known';

async function inTime<T>(work: Promise<T>, otherwise: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise())), NO_FRAME_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export async function watchWard(http: string, token: string, wardId: string): Promise<WatchedWard> {
  const client = await signedInClient(http, token);
  client.subscribe('board', WARD, { wardId });
  const seen = new Map<string, BedSeen>();
  const occupancy = (): Occupancy =>
    Object.fromEntries(
      [...seen.values()]
        .flatMap(({ id, occupants }) => occupants.map(({ family }) => [id, family ?? NOBODY_KNOWN] as const))
        .sort(([a], [b]) => a.localeCompare(b)),
    );
  const take = async (): Promise<void> => {
    const said = await inTime(client.next(), () => `No frame came. The board shows ${JSON.stringify(occupancy())}.`);
    if (said.type === 'ping') client.say({ type: 'pong' });
    if (said.type !== 'next') return;
    const { frame } = frameSchema.parse(said.payload).data;
    for (const bed of frame.board?.beds ?? frame.beds ?? []) seen.set(bed.id, bed);
  };
  return {
    bed: (id) => seen.get(id),
    async until(wanted) {
      const from = performance.now();
      while (seen.size === 0 || JSON.stringify(occupancy()) !== JSON.stringify(wanted)) {
        await take();
        if (performance.now() - from > NO_FRAME_MS)
          throw new Error(`The board shows ${JSON.stringify(occupancy())}, not ${JSON.stringify(wanted)}.`);
      }
    },
    async close() {
      client.socket.close();
      await client.close();
    },
  };
}
