import type { RunningReadModel } from '@flow/platform/running/read-model';
import type { OpenStreams } from '../../application/seal-streams';
import type { ReadModel } from '../../projections/read-model';

/** As far as the documents have come; none before they were up to date once. */
export const openStreams = (readModel: Pick<RunningReadModel<ReadModel>, 'caughtUp' | 'current'>): OpenStreams => ({
  async find(limit) {
    if (!readModel.caughtUp()) return [];
    const found = await readModel.current().streams.find({ open: true }, { limit });
    return found.map(({ _id: stream, revision, hash }) => ({ stream, revision, hash }));
  },
});
