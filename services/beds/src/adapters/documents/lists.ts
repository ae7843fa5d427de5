import type { BedHistoryDocument } from '../../projections/bed-history';
import type { ReadModel } from '../../projections/read-model';
import type { StayDocument } from '../../projections/stay-document';

/** The most stays that are shown of one patient. */
const MOST_STAYS = 200;

/** Questions to the documents of this service. */
export interface Lists {
  stay(stayId: string): Promise<StayDocument | undefined>;
  /** The latest first. */
  staysOf(patientId: string): Promise<readonly StayDocument[]>;
  /** The latest first. */
  bedHistory(bedId: string, page: { limit: number; before?: string }): Promise<readonly BedHistoryDocument[]>;
}

/** `model`: the one that is current when it is asked, since a rebuild puts another in its place. */
export function listsOver(model: () => ReadModel): Lists {
  return {
    stay: (stayId) => model().stays.findOne({ _id: stayId }),
    staysOf: (patientId) => model().stays.find({ patientId }, { sort: { begins: -1 }, limit: MOST_STAYS }),
    bedHistory: (bedId, { limit, before }) =>
      model().bedHistory.find(
        { bedId, ...(before === undefined ? {} : { _id: { $lt: before } }) },
        { sort: { _id: -1 }, limit },
      ),
  };
}
