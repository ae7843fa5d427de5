import { openReadModel } from '@flow/patients/adapters/documents/collections';
import { patientDirectory } from '@flow/patients/adapters/documents/patient-directory';
import { patientSearch } from '@flow/patients/adapters/documents/patient-search';
import { storedNumberClaims } from '@flow/patients/adapters/eventstore/number-claims';
import { storedNhsNumbers, storedPatients } from '@flow/patients/adapters/eventstore/streams';
import type { SearchDeps } from '@flow/patients/application/search-patients';
import { patientId, type CanonicalOrder } from '@flow/patients/domain/ids';
import { readNhsNumber } from '@flow/patients/domain/nhs-number';
import type { PatientEvent } from '@flow/patients/domain/patient';
import { erasable } from '@flow/patients/projections/gone';
import { patientDocument, type RecordedPatientEvent } from '@flow/patients/projections/patient-document';
import {
  rowsOf,
  searchDocument,
  type SearchDocument,
  type SearchRow,
} from '@flow/patients/projections/search-document';
import type { Engines } from '@flow/platform/engines/engines';
import { randomIds } from '@flow/platform/ids/ids';
import { systemClock } from '@flow/platform/time/clock';
import { instant } from '@flow/platform/time/instant';
import type { Somebody } from './people';

export const AUTHORITY = 'RXX';
const OCCURRED = instant('2026-01-05T09:00:00.000Z');
const ORDER = '2026-01-05T09:00:00.000Z' as CanonicalOrder;
/** Written together: a group of commits has room for more than one person's rows. */
const AT_ONCE = 500;

/** What the interface would have told of somebody. */
function eventsOf(who: Somebody): readonly RecordedPatientEvent[] {
  const id = patientId(who.id);
  const nhs = readNhsNumber(who.nhsNumber);
  if (!nhs.valid) throw new Error('An invented NHS number is wrong.');
  const { family, given, birthDate, phone } = who;
  const set = { family, given, birthDate, phoneHome: phone, nhsNumber: nhs.number, nhsNumberStatus: '01' } as const;
  const events: readonly PatientEvent[] = [
    { type: 'PatientRegistered', patientId: id, number: { authority: AUTHORITY, value: who.number } },
    { type: 'DetailsTold', order: ORDER, occurredAt: OCCURRED, set, confirmed: [] },
  ];
  return events.map((event, revision) => ({ patientId: who.id, revision, position: '0', event }));
}

/** Puts them where a search looks, as the projections of their events put them, and gives what a search is made with. */
export async function searchOver(
  { documents, events, siteKey }: Engines,
  found: readonly Somebody[],
  progress: (done: number) => void,
): Promise<SearchDeps> {
  const readModel = await openReadModel(documents, (name) => name);
  const model = {
    people: erasable<SearchDocument>(await documents.collection('people', [])),
    rows: await documents.collection<SearchRow>('rows', []),
  };
  const put = async (who: Somebody): Promise<void> => {
    const [registered, told] = eventsOf(who);
    if (!registered || !told) return;
    const searched = searchDocument(searchDocument(undefined, registered), told);
    await Promise.all([
      readModel.patients.all.insertOne(patientDocument(patientDocument(undefined, registered), told)),
      model.people.all.insertOne(searched),
      ...rowsOf(searched).map((row) => model.rows.insertOne({ _id: row, revision: searched.revision })),
    ]);
  };
  for (let from = 0; from < found.length; from += AT_ONCE) {
    await Promise.all(found.slice(from, from + AT_ONCE).map(put));
    progress(from);
  }
  const streams = { store: events, clock: systemClock, siteKey };
  const nhsNumbers = storedNhsNumbers(streams);
  return {
    search: patientSearch(() => model),
    directory: patientDirectory({ current: () => readModel, nameOf: (number) => nhsNumbers.nameOf(number) }),
    streams: {
      nhsNumbers,
      patients: storedPatients(streams),
      numbers: storedNumberClaims({ ...streams, ids: randomIds }),
    },
    authority: AUTHORITY,
  };
}
