import type { Filter } from '@flow/platform/documents/documents';
import type { Looks, LooksAsked } from '../../application/ports';
import type { ReadModel } from '../../projections/read-model';

const during = ({ from, to }: LooksAsked): Filter =>
  from === undefined && to === undefined
    ? {}
    : { at: { ...(from !== undefined && { $gte: from }), ...(to !== undefined && { $lt: to }) } };

/** Whatever comes after the last one seen. */
const beyond = ({ after, order }: LooksAsked): Filter =>
  after === undefined
    ? {}
    : {
        $or: [
          { at: order === 'latest-first' ? { $lt: after.at } : { $gt: after.at } },
          { at: after.at, _id: { $gt: after.id } },
        ],
      };

/** Finds looks in the documents. */
export function lookList(current: () => ReadModel): Looks {
  return {
    async find(asked) {
      const whose: Filter =
        'user' in asked.of ? { user: asked.of.user } : { patients: { $in: [...asked.of.patients] } };
      const sort = { at: asked.order === 'latest-first' ? -1 : 1 } as const;
      return current().looks.find({ ...whose, ...during(asked), ...beyond(asked) }, { sort, limit: asked.limit });
    },
  };
}
