import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { OperatorError } from '@flow/platform/values/operator-error';
import { z } from 'zod';
import type { PartnerConfig } from '../../domain/partner/partner-config';
import { systemCode } from '../system-code';
import { partnerConfigOf, partnerSchema } from './partner-schema';
import { readPlaceTable, type PlaceTable } from './place-table';
import { repeatedKeys } from './repeated-keys';

/** A partner's file is not right. `faults` names each one by its place in the file. */
export class PartnerFileRefused extends OperatorError {
  constructor(
    readonly file: string,
    readonly faults: readonly string[],
  ) {
    super(`${file} is refused:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

/** What a partner's file says, before anybody has looked whether it may. */
export interface FoundFile {
  readonly told: unknown;
  readonly version: string;
  /** The text of its location map. Undefined where it names none: an empty map is another thing than no map. */
  readonly csv: string | undefined;
  /** The map that it names cannot be read; a key stands in it twice. */
  readonly faults: readonly string[];
}

/** Right when there are no faults: then there is a configuration. */
export interface Judged {
  readonly config?: PartnerConfig;
  readonly faults: readonly string[];
}

/** By file, what was read of it last: the folder is looked at every few seconds, and a map has a thousand rows. */
const lastRead = new Map<string, PartnerConfig>();

/** Reads a partner's file and its map. Throws PartnerFileRefused where there is no JSON to look at any further. */
export async function findPartnerFile(file: string): Promise<FoundFile> {
  const text = await textOf(file);
  if (typeof text !== 'string') throw new PartnerFileRefused(file, [`the file: ${text.fault}`]);
  const told = json(file, text);
  const named = placesFileOf(told);
  const map = named === undefined ? undefined : await textOf(path.resolve(path.dirname(file), named));
  const csv = typeof map === 'string' ? map : undefined;
  const faults = [...keyFaults(text), ...(typeof map === 'object' ? [`location.placesFile: ${map.fault}`] : [])];
  return { told, csv, faults, version: versionOf(text, csv ?? '') };
}

/** Every fault of what was found, that of its map included. */
export function judgePartnerFile(file: string, { told, version, csv, faults: unread }: FoundFile): Judged {
  const known = lastRead.get(file);
  if (known?.version === version && unread.length === 0) return { config: known, faults: [] };
  const table = csv === undefined ? NO_PLACES : readPlaceTable(placesFileOf(told) ?? 'the location map', csv);
  const parsed = partnerSchema.safeParse(told);
  const faults = [...(parsed.success ? [] : parsed.error.issues.map(faultOf)), ...unread, ...table.faults];
  if (!parsed.success || faults.length > 0) return { faults };
  const config = partnerConfigOf(parsed.data, version, table.rows);
  lastRead.set(file, config);
  return { config, faults };
}

/** JSON that says one thing twice says two: which of them was meant, its author alone knows. */
export const keyFaults = (text: string): readonly string[] =>
  repeatedKeys(text).map((key) => `${key}: stands there more than once. Leave one.`);

/** Validates what a file says; missing switches take their defaults. `csv` is the text of its location map, if it names one. */
export function parsePartnerConfig(told: unknown, { csv }: { readonly csv?: string } = {}): PartnerConfig {
  const version = versionOf(JSON.stringify(told), csv ?? '');
  const { config, faults } = judgePartnerFile('partner', { told, version, csv, faults: [] });
  if (config === undefined) throw new PartnerFileRefused('partner', faults);
  return config;
}

const NO_PLACES: PlaceTable = { rows: [], faults: [] };

const faultOf = ({ path: at, message }: z.core.$ZodIssue): string => `${at.join('.') || 'the file'}: ${message}`;

const versionOf = (...texts: string[]): string =>
  createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 12);

function json(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PartnerFileRefused(file, [
      `the file: not JSON: ${cause instanceof Error ? cause.message : 'unreadable'}`,
    ]);
  }
}

/** What a file says, or why nobody can know. */
export async function textOf(file: string): Promise<string | { readonly fault: string }> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    return { fault: `${file} cannot be read (${systemCode(cause)})` };
  }
}

const placed = z.object({ location: z.object({ placesFile: z.string().min(1) }) });

const placesFileOf = (told: unknown): string | undefined => placed.safeParse(told).data?.location.placesFile;
