import { OperatorError } from '@flow/platform/values/operator-error';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { PlaceRow } from '../../domain/partner/partner-config';
import { keyFaults, parsePartnerConfig, PartnerFileRefused } from './partner-file';
import { readPlaceTable } from './place-table';

/** What of a partner's map would be otherwise. A place is named by the partner's codes. */
export interface PlaceDifference {
  readonly code: string;
  readonly change: 'added' | 'changed' | 'removed';
  readonly was: string | null;
  readonly is: string | null;
}

export type PlacesChanged =
  | { readonly outcome: 'changed'; readonly differences: readonly PlaceDifference[] }
  | { readonly outcome: 'unknown-partner' }
  | { readonly outcome: 'refused'; readonly faults: readonly string[] };

export interface ChangingPlaces {
  readonly partner: string;
  readonly places: readonly PlaceRow[];
  readonly dryRun: boolean;
}

const COLUMNS = ['ward', 'bay', 'bed', 'facility', 'wardId', 'bayId', 'bedId'] as const;
const NAME = /^[a-z][a-z0-9]{0,31}$/;

const mapped = z.looseObject({ location: z.looseObject({ placesFile: z.string().optional() }).optional() });

const cell = (text: string | undefined): string =>
  text === undefined || !/[",\r\n]/.test(text) ? (text ?? '') : `"${text.replaceAll('"', '""')}"`;

/** A location map as it lies beside a partner's file. */
export const placesCsv = (places: readonly PlaceRow[]): string =>
  `${[COLUMNS.join(','), ...places.map((row) => COLUMNS.map((column) => cell(row[column])).join(','))].join('\n')}\n`;

const keyOf = ({ ward, bay, bed, facility }: PlaceRow): string =>
  [ward, bay ?? '', bed ?? '', facility ?? ''].join(' ').trimEnd();

const meaningOf = ({ wardId, bayId, bedId }: PlaceRow): string => [wardId, bayId, bedId].filter(Boolean).join(' ');

function differencesOf(before: readonly PlaceRow[], after: readonly PlaceRow[]): PlaceDifference[] {
  const was = new Map(before.map((row) => [keyOf(row), meaningOf(row)]));
  const is = new Map(after.map((row) => [keyOf(row), meaningOf(row)]));
  return [
    ...[...is].flatMap(([code, meaning]): PlaceDifference[] => {
      const known = was.get(code);
      if (known === meaning) return [];
      return [{ code, change: known === undefined ? 'added' : 'changed', was: known ?? null, is: meaning }];
    }),
    ...[...was].flatMap(([code, meaning]): PlaceDifference[] =>
      is.has(code) ? [] : [{ code, change: 'removed', was: meaning, is: null }],
    ),
  ];
}

async function textIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (z.object({ code: z.literal('ENOENT') }).safeParse(error).success) return undefined;
    throw new OperatorError('A file of the folder of partners cannot be read.', { cause: error });
  });
}

/** Beside and renamed: whoever looks at the folder meanwhile sees the old map or the new one. */
async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

/** What the folder is to hold, when it is in order. */
interface Planned {
  readonly map: string;
  readonly csv: string;
  /** Undefined: the partner's file names the map already. */
  readonly file?: string;
  readonly differences: readonly PlaceDifference[];
}

/** Throws PartnerFileRefused for what could not be taken. */
async function planned(folder: string, { partner, places }: ChangingPlaces, text: string): Promise<Planned> {
  const told = mapped.parse(JSON.parse(text));
  const repeated = keyFaults(text);
  if (repeated.length > 0) throw new PartnerFileRefused(partner, repeated);
  const csv = placesCsv(places);
  const named = told.location?.placesFile;
  const placesFile = named ?? `${partner}-places.csv`;
  const next = { ...told, location: { ...told.location, placesFile } };
  parsePartnerConfig(next, { csv });
  const map = path.resolve(folder, placesFile);
  const before = readPlaceTable(placesFile, (await textIfThere(map)) ?? '').rows;
  const differences = differencesOf(before, places);
  return { map, csv, differences, ...(named === undefined && { file: `${JSON.stringify(next, null, 2)}\n` }) };
}

/** Puts another location map in the place of the one that a partner's file names. What its file says itself stays. */
export async function changePlaces(folder: string, changing: ChangingPlaces): Promise<PlacesChanged> {
  const { partner, dryRun } = changing;
  const partnerFile = path.join(folder, `${partner}.json`);
  const text = NAME.test(partner) ? await textIfThere(partnerFile) : undefined;
  if (text === undefined) return { outcome: 'unknown-partner' };
  try {
    const { map, csv, file, differences } = await planned(folder, changing, text);
    if (dryRun || differences.length === 0) return { outcome: 'changed', differences };
    await replace(map, csv);
    if (file !== undefined) await replace(partnerFile, file);
    return { outcome: 'changed', differences };
  } catch (error) {
    if (error instanceof PartnerFileRefused) return { outcome: 'refused', faults: error.faults };
    if (!(error instanceof z.ZodError || error instanceof SyntaxError)) throw error;
    return { outcome: 'refused', faults: ['the partner’s file is at fault: check it first'] };
  }
}
