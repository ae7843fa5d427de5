import type { Document, Documents } from '@flow/platform/documents/documents';
import type { Position } from '@flow/platform/event-store/event-store';
import { AT_THE_START, type InboxMark, type PartnerProgress } from '../../application/inbox-progress';

interface IntakeDocument extends Document {
  readonly settledTo?: Position;
  readonly partners: Readonly<Record<string, PartnerProgress>>;
}

/** How far the inbox was taken, kept for the next who takes it and for instances that do not. */
export interface StoredIntake {
  load(): Promise<InboxMark>;
  /** What a stale follower saves makes the next do again what is done already, and no more. */
  save(mark: InboxMark): Promise<void>;
}

const ID = 'inbox';

export async function openStoredIntake(documents: Documents): Promise<StoredIntake> {
  const collection = await documents.collection<IntakeDocument>('ipm-intake', []);
  return {
    async load() {
      const held = await collection.findOne({ _id: ID });
      return held === undefined ? AT_THE_START : { settledTo: held.settledTo, partners: held.partners };
    },
    async save({ settledTo, partners }) {
      const document = { _id: ID, partners, ...(settledTo !== undefined && { settledTo }) };
      await collection.replaceOne({ _id: ID }, document, { upsert: true });
    },
  };
}
