import type { Document, Documents } from '../documents/documents';
import type { EventStore, Position } from '../event-store/event-store';

interface PositionDocument extends Document {
  readonly position?: Position;
}

/** Up to where a part has done its work. */
export interface KeptPosition {
  read(): Promise<Position | undefined>;
  /** Never goes back, whoever writes. */
  write(position: Position): Promise<void>;
}

const POSITIONS = 'positions';
const MOST = 1000;

/** Where parts stand that follow this life of a store. */
export async function keptPositionsOf(documents: Documents, epoch: string): Promise<readonly Position[]> {
  const positions = await documents.collection<PositionDocument>(POSITIONS, []);
  const kept = await positions.find({}, { limit: MOST });
  return kept.flatMap(({ _id, position }) => (position !== undefined && _id.endsWith(`/${epoch}`) ? [position] : []));
}

/** Kept by name and by the life of the store: positions of another life mean nothing. */
export async function keepPosition(documents: Documents, store: EventStore, name: string): Promise<KeptPosition> {
  const positions = await documents.collection<PositionDocument>(POSITIONS, []);
  const _id = `${name}/${await store.epoch()}`;
  return {
    read: async () => (await positions.findOne({ _id }))?.position,
    async write(position) {
      await positions.updateOne({ _id }, { $max: { position } }, { upsert: true });
    },
  };
}
