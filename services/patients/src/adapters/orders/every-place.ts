import type { ErasureOrders } from '../../application/ports';
import type { ErasureOrder } from '../../domain/erasure';

/** Orders are kept in every place, in turn, and known from any. Read, each place gets what only another had. */
export function inEveryPlace(places: readonly ErasureOrders[]): ErasureOrders {
  return {
    async keep(order) {
      for (const place of places) await place.keep(order);
    },
    async all() {
      const known = new Map<string, ErasureOrder>();
      const has: ReadonlySet<string>[] = [];
      for (const place of places) {
        const orders = await place.all();
        has.push(new Set(orders.map(({ patientId }) => patientId)));
        for (const order of orders) if (!known.has(order.patientId)) known.set(order.patientId, order);
      }
      for (const [index, place] of places.entries()) {
        for (const order of known.values()) if (has[index]?.has(order.patientId) !== true) await place.keep(order);
      }
      return [...known.values()];
    },
  };
}
