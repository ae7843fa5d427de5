import { readTable, type SetupFault, type Some, type Table } from './csv-table';
import {
  bayRow,
  bedRow,
  locationRow,
  siteRow,
  userRow,
  wardRow,
  type BayRow,
  type BedRow,
  type LocationRow,
  type SiteRow,
  type UserRow,
  type WardRow,
} from './hospital-files';

/** A hospital as its folder of CSV files describes it, with every fault that was found in them. */
export interface Hospital {
  readonly sites: readonly SiteRow[];
  readonly wards: readonly WardRow[];
  readonly bays: readonly BayRow[];
  readonly beds: readonly BedRow[];
  readonly locations: readonly LocationRow[];
  readonly users: readonly UserRow[];
  readonly faults: readonly SetupFault[];
  /** Where a row stands, by `<file> <code>`. */
  readonly lines: ReadonlyMap<string, number>;
}

/** What a row of the location map is known by. */
export const locationCode = ({ partner, wardCode, bayCode, bedCode }: LocationRow): string =>
  [partner, wardCode, bayCode, bedCode].join(' ').trim();

/** Undefined while a part of it is faulty. */
function locationKey({ partner, wardCode, bayCode, bedCode }: Some<LocationRow>): string | undefined {
  const parts = [partner, wardCode, bayCode, bedCode];
  return parts.includes(undefined) ? undefined : parts.join(' ').trim();
}

const linesOf = <T>({ file, rows }: Table<T>, codeOf: (value: T) => string): [string, number][] =>
  rows.map(({ line, value }) => [`${file} ${codeOf(value)}`, line]);

const values = <T>(table: Table<T>): T[] => table.rows.map(({ value }) => value);

function repeated<T>({ file, cells }: Table<T>, keyOf: (value: Some<T>) => string | undefined): SetupFault[] {
  const first = new Map<string, number>();
  return cells.flatMap(({ line, value }) => {
    const key = keyOf(value);
    if (key === undefined) return [];
    const before = first.get(key);
    if (before === undefined) first.set(key, line);
    return before === undefined
      ? []
      : [{ file, line, message: `${key} stands on line ${before} already. Remove one.` }];
  });
}

/** Codes are for ever: no two of them may be told apart by their capitals alone, which people do not say and forms do not keep. */
function alike<T>({ file, cells }: Table<T>, codeOf: (value: Some<T>) => string | undefined): SetupFault[] {
  const first = new Map<string, { readonly code: string; readonly line: number }>();
  return cells.flatMap(({ line, value }) => {
    const code = codeOf(value);
    if (code === undefined) return [];
    const before = first.get(code.toLowerCase());
    if (before === undefined) first.set(code.toLowerCase(), { code, line });
    if (before === undefined || before.code === code) return [];
    const message = `${code} differs from ${before.code} on line ${before.line} in its capitals alone. Give one another code, or remove it.`;
    return [{ file, line, message }];
  });
}

interface Reference<T> {
  readonly table: Table<T>;
  readonly column: string;
  readonly of: (value: Some<T>) => string | undefined;
  readonly among: Pick<Table<unknown>, 'file' | 'codes'>;
}

/** Nothing is said of what a table names while that table itself cannot be read. */
function dangling<T>({ table: { file, cells }, column, of, among }: Reference<T>): SetupFault[] {
  return cells.flatMap(({ line, value }) => {
    const code = of(value);
    if (code === undefined || among.codes === undefined || among.codes.has(code)) return [];
    return [{ file, line, message: `Column ${column}: ${code} is not in ${among.file}. Add it there or correct it.` }];
  });
}

function wardsOf(bays: Table<BayRow>): ReadonlyMap<string, string> {
  const wards = new Map<string, string>();
  for (const { value } of bays.cells) {
    if (value.code !== undefined && value.ward !== undefined) wards.set(value.code, value.ward);
  }
  return wards;
}

type Stand = Pick<BedRow, 'ward' | 'bay'>;

function standsOf(beds: Table<BedRow>): ReadonlyMap<string, Stand> {
  const stands = new Map<string, Stand>();
  for (const { value } of beds.cells) {
    const { code, ward, bay } = value;
    if (code !== undefined && ward !== undefined && bay !== undefined) stands.set(code, { ward, bay });
  }
  return stands;
}

const inOtherWard = (bay: string, is: string, told: string): string =>
  `Bay ${bay} is in ward ${is}, not in ${told}. Correct one of them.`;

function bedsInOtherWards(beds: Table<BedRow>, bays: Table<BayRow>): SetupFault[] {
  const wardOf = wardsOf(bays);
  return beds.cells.flatMap(({ line, value: { ward: told, bay } }) => {
    const ward = bay === undefined ? undefined : wardOf.get(bay);
    if (bay === undefined || told === undefined || ward === undefined || ward === told) return [];
    return [{ file: beds.file, line, message: inOtherWard(bay, ward, told) }];
  });
}

/** A map that leads into another ward or bay than it says would put patients where they are not. */
function mapsElsewhere(locations: Table<LocationRow>, bays: Table<BayRow>, beds: Table<BedRow>): SetupFault[] {
  const wardOfBay = wardsOf(bays);
  const standOf = standsOf(beds);

  function baysElsewhere({ ward, bay }: Some<LocationRow>): string[] {
    const is = bay === undefined ? undefined : wardOfBay.get(bay);
    return bay === undefined || is === undefined || ward === undefined || is === ward
      ? []
      : [inOtherWard(bay, is, ward)];
  }
  function bedsElsewhere({ ward, bay, bed }: Some<LocationRow>): string[] {
    const is = bed === undefined ? undefined : standOf.get(bed);
    // A bed that stands in the wrong ward itself is told in its own file.
    if (is === undefined || wardOfBay.get(is.bay) !== is.ward) return [];
    const isThere = (ward === undefined || is.ward === ward) && (bay === undefined || is.bay === bay);
    return isThere ? [] : [`Bed ${bed} is in bay ${is.bay} of ward ${is.ward}, not there. Correct one of them.`];
  }
  return locations.cells.flatMap(({ line, value }) =>
    [...baysElsewhere(value), ...bedsElsewhere(value)].map((message) => ({ file: locations.file, line, message })),
  );
}

/** Scopes name sites and wards: one that is misspelt shows its user an empty hospital, and nobody would know why. */
function scopesOfNowhere(users: Table<UserRow>, column: 'sites' | 'wards', among: Table<unknown>): SetupFault[] {
  return users.cells.flatMap(({ line, value }) => {
    const scope = value[column];
    const { codes } = among;
    if (scope === undefined || scope === 'all' || codes === undefined) return [];
    return scope
      .filter((code) => !codes.has(code))
      .map((code) => ({
        file: users.file,
        line,
        message: `Column ${column}: ${code} is not in ${among.file}. Add it there or correct it.`,
      }));
  });
}

const byLine = (a: SetupFault, b: SetupFault) => a.file.localeCompare(b.file) || a.line - b.line;

/**
 * Reads sites, wards, bays, beds, location-map and users (.csv) from a folder. Faults are told together, none is thrown.
 * `partners`: those whose maps would be taken; any unless told.
 */
export function readHospital(folder: string, partners?: ReadonlySet<string>): Hospital {
  const sites = readTable(folder, 'sites.csv', siteRow);
  const wards = readTable(folder, 'wards.csv', wardRow);
  const bays = readTable(folder, 'bays.csv', bayRow);
  const beds = readTable(folder, 'beds.csv', bedRow);
  const locations = readTable(folder, 'location-map.csv', locationRow);
  const users = readTable(folder, 'users.csv', userRow);

  const faults = [
    ...[sites, wards, bays, beds, locations, users].flatMap((table) => table.faults),
    ...repeated(sites, ({ code }) => code),
    ...repeated(sites, ({ odsCode }) => odsCode),
    ...repeated(wards, ({ code }) => code),
    ...repeated(bays, ({ code }) => code),
    ...repeated(beds, ({ code }) => code),
    ...repeated(users, ({ subject }) => subject),
    ...repeated(locations, locationKey),
    ...alike(sites, ({ code }) => code),
    ...alike(wards, ({ code }) => code),
    ...alike(bays, ({ code }) => code),
    ...alike(beds, ({ code }) => code),
    ...alike(users, ({ subject }) => subject),
    ...dangling({ table: wards, column: 'site', of: ({ site }) => site, among: sites }),
    ...dangling({ table: bays, column: 'ward', of: ({ ward }) => ward, among: wards }),
    ...dangling({ table: beds, column: 'ward', of: ({ ward }) => ward, among: wards }),
    ...dangling({ table: beds, column: 'bay', of: ({ bay }) => bay, among: bays }),
    ...dangling({
      table: locations,
      column: 'partner',
      of: ({ partner }) => partner,
      among: { file: 'the partners’ files', codes: partners },
    }),
    ...dangling({ table: locations, column: 'ward', of: ({ ward }) => ward, among: wards }),
    ...dangling({ table: locations, column: 'bay', of: ({ bay }) => bay, among: bays }),
    ...dangling({ table: locations, column: 'bed', of: ({ bed }) => bed, among: beds }),
    ...bedsInOtherWards(beds, bays),
    ...mapsElsewhere(locations, bays, beds),
    ...scopesOfNowhere(users, 'sites', sites),
    ...scopesOfNowhere(users, 'wards', wards),
  ].sort(byLine);

  return {
    sites: values(sites),
    wards: values(wards),
    bays: values(bays),
    beds: values(beds),
    locations: values(locations),
    users: values(users),
    faults,
    lines: new Map([
      ...[sites, wards, bays, beds].flatMap((table) => linesOf<{ readonly code: string }>(table, ({ code }) => code)),
      ...linesOf(locations, locationCode),
      ...linesOf(users, ({ subject }) => subject),
    ]),
  };
}
