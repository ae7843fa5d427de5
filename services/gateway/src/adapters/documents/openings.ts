import type { Filter } from '@flow/platform/documents/documents';
import type { OpeningList } from '../../application/ports';
import type { ReadModel } from '../../projections/read-model';

/** Openings by break-glass, from the documents. */
export const openingList = (current: () => ReadModel): OpeningList => ({
  async find({ status, limit, after }) {
    const later: Filter =
      after === undefined
        ? {}
        : { $or: [{ openedAt: { $gt: after.openedAt } }, { openedAt: after.openedAt, _id: { $gt: after.id } }] };
    return current().breakGlass.find({ status, ...later }, { sort: { openedAt: 1 }, limit });
  },
  byId: async (id) => current().breakGlass.findOne({ _id: id }),
  async reasonOf({ user, patients, at }) {
    const during: Filter = { user, patientIds: { $in: [...patients] }, openedAt: { $lte: at }, until: { $gte: at } };
    const [found] = await current().breakGlass.find(during, { limit: 1 });
    return found?.reason ?? null;
  },
});
