import type { GraphContext } from '@flow/platform/graphql/graph-context';
import DataLoader from 'dataloader';
import type { FoundPatient, PatientDirectory } from '../../application/ports';
import { isPatientId, type PatientId } from '../../domain/ids';

const AT_ONCE = 100;

type Loader = DataLoader<PatientId, FoundPatient | null>;

/** Finds patients by id, all those of one request in as few reads as can be. */
export function createPatientLoader(directory: PatientDirectory) {
  const loaders = new WeakMap<GraphContext, Loader>();

  function loaderOf(context: GraphContext): Loader {
    const known = loaders.get(context);
    if (known !== undefined) return known;
    const made: Loader = new DataLoader(async (ids) => (await directory.byIds(ids)).map((found) => found ?? null), {
      maxBatchSize: AT_ONCE,
    });
    loaders.set(context, made);
    return made;
  }

  /** Null for an id of nobody, and for a text that is none. */
  return async (id: string, context: GraphContext): Promise<FoundPatient | null> =>
    isPatientId(id) ? loaderOf(context).load(id) : null;
}

export type LoadPatient = ReturnType<typeof createPatientLoader>;
