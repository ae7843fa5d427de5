import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { OperatorError } from '@flow/platform/values/operator-error';
import { z } from 'zod';
import type { PartnerConfig } from '../../domain/partner/partner-config';
import { systemCode } from '../system-code';
import { partnerConfigOf, partnerSchema } from './partner-schema';
import { readPlaceTable, type PlaceTable } from './place-table';

/** A partner's file is not right. `faults` names each one by its place in the file. */
export class PartnerFileRefused extends OperatorError {
  constructor(
    readonly file: string,
    readonly faults: readonly string[],
  ) {
    super(`${file} is refused:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

/** By file, what was read of it last: the folder is looked at every few seconds, and a map has a thousand rows. */
const lastRead = new Map<string, PartnerConfig>();

/** Reads and validates one partner's file, its location map included. Throws PartnerFileRefused with every fault. */
export async function readPartnerFile(file: string): Promise<PartnerConfig> {
  const text = await textOf(file, file, 'the file: ');
  const told = json(file, text);
  const placesFile = placesFileOf(told);
  const csv =
    placesFile === undefined
      ? ''
      : await textOf(path.resolve(path.dirname(file), placesFile), file, 'location.placesFile: ');
  const version = versionOf(text, csv);
  const known = lastRead.get(file);
  if (known?.version === version) return known;
  const config = parsePartnerConfig(told, { file, version, csv });
  lastRead.set(file, config);
  return config;
}

/** Validates what a file says; missing switches take their defaults. `csv` is the text of its location map. */
export function parsePartnerConfig(
  told: unknown,
  { file = 'partner', version = versionOf(JSON.stringify(told)), csv = '' } = {},
): PartnerConfig {
  const table = csv === '' ? NO_PLACES : readPlaceTable(placesFileOf(told) ?? 'the location map', csv);
  const parsed = partnerSchema.safeParse(told);
  const faults = parsed.success ? [] : parsed.error.issues.map(faultOf);
  if (!parsed.success || table.faults.length > 0) throw new PartnerFileRefused(file, [...faults, ...table.faults]);
  return partnerConfigOf(parsed.data, version, table.rows);
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

/** What a file says. `field` names the place in the partner's file that leads to it. */
export async function textOf(file: string, partnerFile: string, field: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new PartnerFileRefused(partnerFile, [`${field}${file} cannot be read (${systemCode(cause)})`]);
  }
}

const placed = z.object({ location: z.object({ placesFile: z.string().min(1) }) });

const placesFileOf = (told: unknown): string | undefined => placed.safeParse(told).data?.location.placesFile;
