import type { PasState } from '@flow/demo/generator/simulated-pas';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A happening whose messages may not all have been acknowledged, and the state of the simulated PAS after it. */
export interface Kept {
  readonly state: PasState;
  /** To be sent (again) first. The same control ids and bytes: what was taken already is recognised. */
  readonly unsent: readonly string[];
  /** True once the hospital has been filled. */
  readonly filled: boolean;
}

/** Reads where the demonstration stopped; undefined at the first start. */
export function readKept(file: string): Kept | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : undefined;
}

/** Written beside and renamed: a crash leaves the old state or the new one. */
export function writeKept(file: string, kept: Kept): void {
  writeFileSync(`${file}.new`, JSON.stringify(kept));
  renameSync(`${file}.new`, file);
}
