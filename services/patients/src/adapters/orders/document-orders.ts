import type { Document, Documents } from '@flow/platform/documents/documents';
import { certainly } from '@flow/platform/running/certainly';
import type { ErasureOrders } from '../../application/ports';
import type { ErasureOrder } from '../../domain/erasure';
import { erasureOrderSchema } from '../events/erasure-event-codec';

interface OrderDocument extends Document, ErasureOrder {}

/** No part of a read model: it is built from nothing, and stays when documents are built again. */
const ERASURE_ORDERS = 'erasure-orders';
const PAGE = 200;

/** Orders as documents, which every instance reads: for sites whose processes have no folder that lasts. */
export async function documentOrders(documents: Documents): Promise<ErasureOrders> {
  const collection = await documents.collection<OrderDocument>(ERASURE_ORDERS, []);
  return {
    async keep({ patientId, patientIds, claims, reason, by, at }) {
      const order = { _id: patientId, patientId, patientIds, claims, reason, by, at };
      // A refused order that stands in some place would be carried out by a later start.
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
