import type { Document, Documents } from '@flow/platform/documents/documents';
import type { Position } from '@flow/platform/event-store/event-store';
import { AT_THE_START, type PartnerProgress } from '../../application/inbox-progress';
import type { IntakeMarks } from '../../application/intake';

interface IntakeDocument extends Document {
  readonly settledTo?: Position;
  readonly partners: Readonly<Record<string, PartnerProgress>>;
}

const ID = 'inbox';

export async function openStoredIntake(documents: Documents): Promise<IntakeMarks> {
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
