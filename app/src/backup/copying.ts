import { syncToDisk } from '@flow/platform/engines/unfinished-restore';
import { existsSync, readdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';

/** Copies a file, or a folder with all that is in it, over what is there. */
export type Copy = (from: string, to: string) => Promise<void>;

export const copyTree: Copy = async (from, to) => cp(from, to, { recursive: true });

export type Part = readonly [name: string, target: string];

/** Those parts of the folder that there are, in that order. */
export async function copyParts(folder: string, parts: readonly Part[], copy: Copy): Promise<void> {
  for (const [name, target] of parts) if (existsSync(join(folder, name))) await copy(join(folder, name), target);
}

/** Has all that is in the folder, and the folder, outlive a loss of power. */
export function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile() || entry.isDirectory()) syncToDisk(join(entry.parentPath, entry.name));
  syncToDisk(folder);
}
