import type { LocalDate } from '@flow/platform/time/local-date';
import { isPatientId, type PatientId } from '../domain/ids';
import { readSearch, type Advice, type Search } from '../domain/search/read-search';
import { leastKeyIn, searchKeysOf } from '../domain/search/keys';
import { findInEvents, type FindByClaimDeps } from './find-by-claim';
import type { FoundPatient, PatientDirectory, PatientSearch, SearchHit } from './ports';

export interface SearchDeps {
  readonly search: PatientSearch;
  readonly directory: PatientDirectory;
  readonly streams: FindByClaimDeps;
  /** Under which the hospital's own numbers stand. */
  readonly authority: string;
}

export interface Searching {
  readonly typed: string;
  readonly today: LocalDate;
  /** At most so many. */
  readonly limit: number;
  /** The key of the last one seen. */
  readonly after?: string;
  /** Restricted people whom the asker may see: all of them, or those of these ids. */
  readonly sees: 'everybody' | readonly PatientId[];
  /** Whether the asker may know who that is. */
  readonly maySee: (found: FoundPatient) => boolean;
}

export interface SearchedPatient extends FoundPatient {
  readonly key: string;
}

export interface Searched {
  readonly found: readonly SearchedPatient[];
  readonly advice: Advice | null;
}

/**
 * Who fits what was typed, by surname, forenames, birth date and id. Whoever the asker may not know is not among them, nor
 * counted, nor felt. A number finds also who was registered a moment ago.
 */
export async function searchPatients(deps: SearchDeps, searching: Searching): Promise<Searched> {
  const { typed, today, limit, after, sees, maySee } = searching;
  const search = readSearch(typed, today);
  const { beginnings, advice } = search;
  if (beginnings.length === 0) return { found: [], advice };
  const hits = await deps.search.find({ beginnings, limit, sees, ...(after !== undefined && { after }) });
  const shown = await shownBy(deps.directory, hits);
  const fresh = after === undefined ? await freshOf(deps.streams, search, deps.authority) : [];
  const known = new Set(shown.map(({ person }) => person.patientId));
  const found = [...shown, ...fresh.filter(({ person }) => !known.has(person.patientId))]
    .filter((one) => maySee(one))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, limit);
  return { found, advice };
}

async function shownBy(directory: PatientDirectory, hits: readonly SearchHit[]): Promise<readonly SearchedPatient[]> {
  const found = await directory.byIds(hits.map(({ patientId }) => patientId));
  return hits.flatMap(({ key }, index) => {
    const one = found[index];
    return one === undefined ? [] : [{ ...one, patientId: one.person.patientId, key }];
  });
}

/** Whom the number names, from the events themselves. */
async function freshOf(
  streams: FindByClaimDeps,
  { beginnings, nhsNumber, hospitalNumber }: Search,
  authority: string,
): Promise<readonly SearchedPatient[]> {
  const claimants = nhsNumber && Object.keys((await streams.nhsNumbers.load(nhsNumber)).state.claimants);
  const numbered = hospitalNumber && (await streams.numbers.namedBy({ authority, value: hospitalNumber }));
  const ids = [...(claimants ?? []), numbered ?? ''].filter(isPatientId);
  const found = await Promise.all(ids.map(async (id) => findInEvents(streams, id)));
  const keyed = found.map(async (one) => one && withKey(streams, one, beginnings));
  return (await Promise.all(keyed)).filter((one) => one !== undefined);
}

async function withKey(
  { patients }: FindByClaimDeps,
  found: FoundPatient,
  beginnings: readonly string[],
): Promise<SearchedPatient | undefined> {
  const inUse = found.person.patientId;
  const { state } = await patients.load(inUse);
  const key = state === null ? undefined : leastKeyIn(searchKeysOf(state), beginnings);
  return key === undefined ? undefined : { ...found, patientId: inUse, key };
}
