import type { Collection, Filter } from '@flow/platform/documents/documents';
import type { FoundPatient, PatientDirectory, TaskList } from '../../application/ports';
import { isPatientId, type PatientId } from '../../domain/ids';
import type { NhsNumber } from '../../domain/nhs-number';
import { numberKey, type PatientDocument } from '../../projections/patient-document';
import type { ReadModel } from '../../projections/read-model';

/** Merges are followed no further: more is a fault of the data. */
const MAX_MERGES = 32;
/** Of two patients with one number both are read, of a hundred none needs to be. */
const MAX_SHARERS = 20;

/** Looks patients up in the documents. `nameOf` is the HMAC under which the claims on an NHS number stand. */
export function patientDirectory(
  { patients, nhsNumbers }: ReadModel,
  nameOf: (number: NhsNumber) => string,
): PatientDirectory {
  async function inUse(document: PatientDocument): Promise<PatientDocument | undefined> {
    let found: PatientDocument | undefined = document;
    for (let merges = 0; found !== undefined && found.mergedInto !== null; merges += 1) {
      if (merges === MAX_MERGES)
        throw new Error(`Patient ${document._id} was merged more than ${MAX_MERGES} times over.`);
      found = await patients.findOne({ _id: found.mergedInto });
    }
    return found;
  }

  async function shown(document: PatientDocument | undefined): Promise<FoundPatient | undefined> {
    const found = document && (await inUse(document));
    if (document === undefined || found === undefined || !isPatientId(document._id)) return undefined;
    const holder = await holderOf(found.person.nhsNumber?.number);
    return {
      patientId: document._id,
      person: found.person,
      nhsNumberClaimedElsewhere: holder !== undefined && holder !== found._id,
      revision: found.revision,
    };
  }

  async function holderOf(number: NhsNumber | undefined): Promise<string | undefined> {
    if (number === undefined) return undefined;
    return (await nhsNumbers.findOne({ _id: nameOf(number) }))?.holder ?? undefined;
  }

  const byIds = async (ids: readonly PatientId[]) => {
    const documents = await patients.find({ _id: { $in: ids } }, { limit: ids.length });
    const byId = new Map(documents.map((document) => [document._id, document]));
    return Promise.all(ids.map((id) => shown(byId.get(id))));
  };

  return {
    byIds,
    byId: async (id) => shown(await patients.findOne({ _id: id })),
    async byHospitalNumber(number) {
      const key = numberKey(number);
      const identified = await patients.findOne({ number: key });
      return shown(identified ?? (await onlyOne(patients, { otherNumbers: key })));
    },
    async byNhsNumber(number) {
      const sharers = await patients.find({ nhsNumber: number }, { limit: MAX_SHARERS });
      const holder = sharers.length > 1 ? await holderOf(number) : undefined;
      return shown(sharers.find(({ _id }) => _id === holder) ?? sharers[0]);
    },
  };
}

/** A number that names two patients elsewhere finds neither: nobody may be taken for another. */
async function onlyOne(patients: Collection<PatientDocument>, filter: Filter): Promise<PatientDocument | undefined> {
  const found = await patients.find(filter, { limit: 2 });
  return found.length === 1 ? found[0] : undefined;
}

export function taskList({ tasks }: ReadModel): TaskList {
  return {
    open({ limit, after }) {
      const later: Filter =
        after === undefined
          ? {}
          : {
              $or: [{ raisedAt: { $gt: after.raisedAt } }, { raisedAt: after.raisedAt, _id: { $gt: after.taskId } }],
            };
      return tasks.find({ status: 'open', ...later }, { sort: { raisedAt: 1 }, limit });
    },
  };
}
