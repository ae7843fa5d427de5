import type { Document, Documents } from '@flow/platform/documents/documents';
import { OutcomeUnknown } from '@flow/platform/event-store/errors';
import type { ErasureOrders } from '../../application/ports';
import type { ErasureOrder } from '../../domain/erasure';
import { erasureOrderSchema } from '../events/erasure-event-codec';

interface OrderDocument extends Document, ErasureOrder {}

/** No part of a read model: it is built from nothing, and stays when documents are built again. */
const ERASURE_ORDERS = 'erasure-orders';
const PAGE = 200;
const MOST_TRIES = 50;

/** What had no answer is done again: a refused order that stands in some place would be carried out by a later start. */
async function certainly(write: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await write();
      return;
    } catch (error) {
      if (!(error instanceof OutcomeUnknown) || tries === MOST_TRIES) throw error;
    }
  }
}

/** Orders as documents, which every instance reads: for sites whose processes have no folder that lasts. */
export async function documentOrders(documents: Documents): Promise<ErasureOrders> {
  const collection = await documents.collection<OrderDocument>(ERASURE_ORDERS, []);
  return {
    async keep({ patientId, patientIds, claims, reason, by, at }) {
      const order = { _id: patientId, patientId, patientIds, claims, reason, by, at };
      await certainly(() => collection.replaceOne({ _id: patientId }, order, { upsert: true }));
    },
    async all() {
      const orders: ErasureOrder[] = [];
      for (let after = ''; ;) {
        const page = await collection.find({ _id: { $gt: after } }, { limit: PAGE });
        orders.push(...page.map((document) => erasureOrderSchema.parse(document)));
        after = page.at(-1)?._id ?? '';
        if (page.length < PAGE) return orders;
      }
    },
  };
}
