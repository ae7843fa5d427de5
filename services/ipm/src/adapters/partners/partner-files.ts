import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { OperatorError } from '@flow/platform/values/operator-error';
import { PartnerFileRefused } from './partner-file';
import { readPartner, type Partner } from './read-partner';

/** What became of one file of the folder. `name` is its partner's, for a file bears the name of its partner. */
export type ReadFile =
  | { readonly name: string; readonly partner: Partner }
  | { readonly name: string; readonly refused: PartnerFileRefused };

/** Reads every `*.json` of the folder as a partner's file, in the order of their names. Throws when there is no such folder. */
export async function readPartnerFiles(folder: string): Promise<readonly ReadFile[]> {
  const files = (await filesOf(folder)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(files.map((file) => readOne(path.join(folder, file))));
}

async function filesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new OperatorError(`The folder of partners ${folder} cannot be read.`, { cause });
  }
}

async function readOne(file: string): Promise<ReadFile> {
  const name = path.basename(file, '.json');
  try {
    return { name, partner: await readPartner(file) };
  } catch (cause) {
    if (cause instanceof PartnerFileRefused) return { name, refused: cause };
    throw cause;
  }
}
