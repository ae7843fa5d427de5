import { createHash, randomUUID } from 'node:crypto';

/** Where ids come from: random at the edge, given in tests. */
export interface Ids {
  next(): string;
}

export const randomIds: Ids = { next: () => randomUUID() };

/** One namespace for every id that we derive, so that the same parts give the same id on every instance, for ever. */
const NAMESPACE = 'c1f0a6ce-6c1b-5d0e-9f7e-3a3f4d6f2b10';

/**
 * A UUID version 5 (RFC 9562 §5.5) of the parts, joined so that no two lists of parts give the same text.
 * Used for event ids (stream, command id, index), command ids (user, mutation, key) and derived writes (cause, step).
 */
export function derivedId(...parts: readonly (string | number)[]): string {
  const name = parts.map((part) => `${String(part).length}:${part}`).join('');
  const hash = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
