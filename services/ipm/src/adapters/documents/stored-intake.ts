import type { Document, Documents } from '@flow/platform/documents/documents';
import type { Position } from '@flow/platform/event-store/event-store';
import { AT_THE_START, type InboxMark, type PartnerProgress } from '../../application/inbox-progress';
import type { IntakeMarks } from '../../application/intake-marks';

interface IntakeDocument extends Document {
  /** Absent in what earlier versions wrote, which is nobody's. */
  readonly taker?: string;
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
    async take(taker, mark) {
      await collection.replaceOne({ _id: ID }, documentOf(taker, mark), { upsert: true });
    },
    save: (taker, mark) => collection.replaceOne({ _id: ID, taker }, documentOf(taker, mark)),
    isOf: async (taker) => (await collection.findOne({ _id: ID, taker })) !== undefined,
  };
}

const documentOf = (taker: string, { settledTo, partners }: InboxMark): IntakeDocument => ({
  ...{ _id: ID, taker, partners },
  ...(settledTo !== undefined && { settledTo }),
});
