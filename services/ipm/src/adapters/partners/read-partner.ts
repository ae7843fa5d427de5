import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { z } from 'zod';
import type { PartnerConfig } from '../../domain/partner/partner-config';
import { findPartnerFile, judgePartnerFile, PartnerFileRefused, textOf } from './partner-file';

/** PEM texts. */
export interface TlsMaterial {
  readonly key: string;
  readonly cert: string;
  readonly ca?: string;
}

/** A partner's file with everything that it names. */
export interface Partner {
  readonly config: PartnerConfig;
  readonly tls?: TlsMaterial;
}

/** Looked at whatever else the file says, so that all faults are told at once. */
const named = z.object({ name: z.string() });
const keyed = z.object({ tls: z.object({ key: z.string(), cert: z.string(), ca: z.string().optional() }) });

/**
 * Reads a partner's file, its location map and its keys, which are named by their place beside it. Throws
 * PartnerFileRefused with every fault. The file must bear the partner's name: so no name stands in two files.
 */
export async function readPartner(file: string): Promise<Partner> {
  const found = await findPartnerFile(file);
  const { config, faults } = judgePartnerFile(file, found);
  const tls = await tlsOf(found.told, file);
  const all = [...faults, ...nameFaults(found.told, file), ...tls.faults];
  if (config === undefined || all.length > 0) throw new PartnerFileRefused(file, all);
  return tls.material === undefined ? { config } : { config, tls: tls.material };
}

function nameFaults(told: unknown, file: string): readonly string[] {
  const name = named.safeParse(told).data?.name;
  if (name === undefined || path.basename(file) === `${name}.json`) return [];
  return [`name: is ${name}, so the file must be called ${name}.json`];
}

interface FoundTls {
  readonly material?: TlsMaterial;
  readonly faults: readonly string[];
}

async function tlsOf(told: unknown, file: string): Promise<FoundTls> {
  const asked = keyed.safeParse(told).data?.tls;
  if (asked === undefined) return { faults: [] };
  const faults: string[] = [];
  const pem = async (field: 'key' | 'cert' | 'ca'): Promise<string> => {
    const text = await textOf(path.resolve(path.dirname(file), asked[field] ?? ''));
    if (typeof text === 'string') return text;
    faults.push(`tls.${field}: ${text.fault}`);
    return '';
  };
  const material = {
    key: await pem('key'),
    cert: await pem('cert'),
    ...(asked.ca !== undefined && { ca: await pem('ca') }),
  };
  if (faults.length > 0) return { faults };
  return isUsable(material) ? { material, faults } : { faults: [UNUSABLE] };
}

const UNUSABLE = 'tls: key, cert and ca do not make a usable pair of PEM files';

function isUsable(material: TlsMaterial): boolean {
  try {
    createSecureContext(material);
    return true;
  } catch {
    // What the system says of a key might tell of the key.
    return false;
  }
}
