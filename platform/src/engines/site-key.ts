import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Facts } from '../event-store/sqlite-schema';
import { OperatorError } from '../values/operator-error';

export const SITE_KEY_BYTES = 32;
const FACT = 'site-key';

/** What a store remembers of its key: enough to know it again, and nothing of it. */
export const fingerprintOf = (key: Buffer): string => createHmac('sha256', key).update('fingerprint').digest('hex');

/** Whole or not at all: written beside, synced, then renamed. */
export function writeKey(file: string, key: Buffer): void {
  const beside = `${file}.new`;
  const handle = openSync(beside, 'w', 0o600);
  writeSync(handle, key);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(beside, file);
}

/**
 * The secret of every HMAC, from `site.key` in the folder; made at the first start, readable by its owner alone.
 * Throws OperatorError when it is not the one that the events were written with, or is gone: no claim would be found again.
 */
export function siteKeyOf(folder: string, facts: Facts): Buffer {
  const file = join(folder, 'site.key');
  const expected = facts.get(FACT);
  const held = existsSync(file) ? readFileSync(file) : undefined;
  if (!held && expected !== undefined) {
    throw new OperatorError(`${file} is missing. Put back the key of this data folder; it is part of the backup.`);
  }
  if (held && held.length !== SITE_KEY_BYTES) {
    throw new OperatorError(
      `${file} has ${held.length} bytes, not ${SITE_KEY_BYTES}. Put back the key of this data folder; it is part of the backup.`,
    );
  }
  const key = held ?? randomBytes(SITE_KEY_BYTES);
  if (expected !== undefined && expected !== fingerprintOf(key)) {
    throw new OperatorError(
      `${file} is not the key that this data folder was written with. Put back that one; it is part of the backup.`,
    );
  }
  if (!held) writeKey(file, key);
  if (expected === undefined) facts.put(FACT, fingerprintOf(key));
  return key;
}
