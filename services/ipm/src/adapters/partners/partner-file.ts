import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { PartnerConfig } from '../../domain/partner/partner-config';
import { partnerConfigOf, partnerSchema } from './partner-schema';

/** A partner's file is not right. `faults` names each one by its place in the file. */
export class PartnerFileRefused extends Error {
  constructor(
    readonly file: string,
    readonly faults: readonly string[],
  ) {
    super(`${file} is refused:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'PartnerFileRefused';
  }
}

/** Reads and validates one partner's file, its location map included. Throws PartnerFileRefused with every fault. */
export async function readPartnerFile(file: string): Promise<PartnerConfig> {
  const text = await textOf(file, file);
  const told = json(file, text);
  const placesFile = placesFileOf(told);
  const csv = placesFile === undefined ? '' : await textOf(path.resolve(path.dirname(file), placesFile), file);
  return parsePartnerConfig(told, { file, version: versionOf(text, csv), csv });
}

/** Validates what a file says; missing switches take their defaults. */
export function parsePartnerConfig(
  told: unknown,
  { file = 'partner', version = versionOf(JSON.stringify(told)), csv = '' } = {},
): PartnerConfig {
  const parsed = partnerSchema.safeParse(withPlaces(told, csv, file));
  if (parsed.success) return partnerConfigOf(parsed.data, version);
  throw new PartnerFileRefused(
    file,
    parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`),
  );
}

const versionOf = (...texts: string[]): string =>
  createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 12);

function json(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PartnerFileRefused(file, [`not JSON: ${cause instanceof Error ? cause.message : 'unreadable'}`]);
  }
}

async function textOf(file: string, partnerFile: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new PartnerFileRefused(partnerFile, [cause instanceof Error ? cause.message : `${file}: unreadable`]);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function placesFileOf(told: unknown): string | undefined {
  const location = isObject(told) ? told.location : undefined;
  const file = isObject(location) ? location.placesFile : undefined;
  return typeof file === 'string' && file !== '' ? file : undefined;
}

/** The rows of the map, after those written in the file itself. An empty cell is an absent part. */
function withPlaces(told: unknown, csv: string, file: string): unknown {
  if (csv === '' || !isObject(told) || !isObject(told.location)) return told;
  const inline = z.array(z.unknown()).catch([]).parse(told.location.places);
  const places = [...inline, ...rowsOf(csv, file)];
  return { ...told, location: { ...told.location, places } };
}

function rowsOf(csv: string, file: string): readonly unknown[] {
  try {
    const rows: unknown[] = parse(csv, { columns: true, trim: true, skip_empty_lines: true, bom: true });
    return rows.map((row) =>
      isObject(row) ? Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')) : row,
    );
  } catch (cause) {
    throw new PartnerFileRefused(file, [
      `location.placesFile: ${cause instanceof Error ? cause.message : 'unreadable'}`,
    ]);
  }
}
