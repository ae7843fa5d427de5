import type { Filter } from '@flow/platform/documents/documents';
import type { FoundPatient, NhsNumberHolder, PatientDirectory } from '../../application/ports';
import { isPatientId, type PatientId } from '../../domain/ids';
import type { NhsNumber } from '../../domain/nhs-number';
import { careIn, recordIdsIn } from '../../domain/patient';
import type { Erasable } from '../../projections/gone';
import { numberKey, type PatientDocument } from '../../projections/patient-document';
import type { ReadModel } from '../../projections/read-model';

/** Merges are followed no further: more is a fault of the data. */
const MAX_MERGES = 32;
/** Of two patients with one number both are read, of a hundred none needs to be. */
const MAX_SHARERS = 20;

export interface DirectoryDeps {
  /** The documents to look in now: a rebuild brings others. */
  readonly current: () => ReadModel;
  /** The HMAC under which the claims on an NHS number stand. */
  readonly nameOf: (number: NhsNumber) => string;
}

/** Looks patients up in the documents. */
export function patientDirectory({ current, nameOf }: DirectoryDeps): PatientDirectory {
  async function shown(documents: readonly (PatientDocument | undefined)[]) {
    const { patients, nhsNumbers } = current();
    const pairs = await Promise.all(documents.map((document) => withInUse(patients, document)));
    const names = pairs.flatMap((pair) => nameOfNumber(pair?.inUse) ?? []);
    const holders = await holdersOf(nhsNumbers, names);
    const others = new Map<string, NhsNumberHolder>();
    for (const { inUse } of pairs.filter((pair) => pair !== undefined)) {
      const holder = holders.get(nameOfNumber(inUse) ?? '');
      const other = typeof holder === 'string' && holder !== inUse._id ? await holderIn(patients, holder) : undefined;
      if (other) others.set(inUse._id, other);
    }
    return pairs.map((pair): FoundPatient | undefined => {
      if (pair === undefined) return undefined;
      const { patientId, inUse } = pair;
      return {
        patientId,
        person: inUse.person,
        records: recordIdsIn(pair.inUse.state),
        care: careIn(pair.inUse.state),
        nhsNumberHolder: others.get(inUse._id) ?? null,
        revision: inUse.revision,
      };
    });
  }

  const nameOfNumber = (document: PatientDocument | undefined): string | undefined => {
    const held = document?.person.nhsNumber;
    return held === null || held === undefined ? undefined : nameOf(held.number);
  };
  const one = async (document: PatientDocument | undefined) => (await shown([document]))[0];

  return {
    async byIds(ids) {
      const documents = await current().patients.find({ _id: { $in: ids } }, { limit: Math.max(ids.length, 1) });
      const byId = new Map(documents.map((document) => [document._id, document]));
      return shown(ids.map((id) => byId.get(id)));
    },
    async byHospitalNumber(number) {
      const { patients } = current();
      const key = numberKey(number);
      const identified = await patients.findOne({ number: key });
      return one(identified ?? (await onlyOne(patients, { otherNumbers: key })));
    },
    async byNhsNumber(number) {
      const { patients, nhsNumbers } = current();
      const sharers = await patients.find({ nhsNumber: number }, { limit: MAX_SHARERS });
      const name = nameOf(number);
      const holder = sharers.length > 1 ? (await holdersOf(nhsNumbers, [name])).get(name) : undefined;
      return one(sharers.find(({ _id }) => _id === holder) ?? sharers[0]);
    },
  };
}

/** A patient with the record in use, which another one's merge may have made. */
async function withInUse(
  patients: Erasable<PatientDocument>,
  document: PatientDocument | undefined,
): Promise<{ readonly patientId: PatientId; readonly inUse: PatientDocument } | undefined> {
  if (document === undefined || !isPatientId(document._id)) return undefined;
  let inUse: PatientDocument | undefined = document;
  for (let merges = 0; inUse !== undefined && inUse.mergedInto !== null; merges += 1) {
    if (merges === MAX_MERGES) {
      throw new Error(`Patient ${document._id} was merged more than ${MAX_MERGES} times over.`);
    }
    inUse = await patients.findOne({ _id: inUse.mergedInto });
  }
  return inUse && { patientId: document._id, inUse };
}

/** Who holds each NHS number, by its name. */
async function holdersOf(
  nhsNumbers: ReadModel['nhsNumbers'],
  names: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (names.length === 0) return new Map();
  const found = await nhsNumbers.find({ _id: { $in: names } }, { limit: names.length });
  return new Map(found.map(({ _id, holder }) => [_id, holder]));
}

async function holderIn(patients: Erasable<PatientDocument>, id: string): Promise<NhsNumberHolder | undefined> {
  const inUse = (await withInUse(patients, await patients.findOne({ _id: id })))?.inUse;
  if (inUse === undefined) return undefined;
  return { restricted: inUse.person.restricted, records: recordIdsIn(inUse.state) };
}

/** A number that names two patients elsewhere finds neither: nobody may be taken for another. */
async function onlyOne(patients: Erasable<PatientDocument>, filter: Filter): Promise<PatientDocument | undefined> {
  const found = await patients.find(filter, { limit: 2 });
  return found.length === 1 ? found[0] : undefined;
}
