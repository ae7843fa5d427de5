import type { NewEvent } from '@flow/platform/event-store/event-store';
import { canonicalJson } from '@flow/platform/values/canonical-json';
import type { Json, JsonObject } from '@flow/platform/values/json';
import { createHmac } from 'node:crypto';

/**
 * What ties an event to the one before it, kept in its data under `chain`. Frozen: chains of years are verified by it.
 * `hash` is keyed: whoever can write to the store but lacks the site key can make none that fits.
 */
export interface ChainLink {
  /** The hash of the event before; of a first one, the last hash of the stream `after`, or what its own stream's name begins with. */
  readonly previous: string;
  readonly hash: string;
  /** Of a first event: the stream that the same instance wrote before. */
  readonly after?: string;
}

/** Where a chain goes on. */
export type ChainEnd = Omit<ChainLink, 'hash'> & { readonly stream: string };

/** What an event goes on from, as its data says it. */
function beforeIn(data: JsonObject): Omit<ChainLink, 'hash'> | undefined {
  const chain = data['chain'];
  if (!isRecord(chain)) return undefined;
  const { previous, after } = chain;
  if (typeof previous !== 'string' || (after !== undefined && typeof after !== 'string')) return undefined;
  return { previous, ...(after !== undefined && { after }) };
}

/** Whether a stored value has fields. */
export const isRecord = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The key of the chain, from the site key: kept apart from every other use of it. */
export const chainKeyOf = (siteKey: Buffer): Buffer => createHmac('sha256', siteKey).update('audit-chain').digest();

const hmac = (key: Buffer, value: unknown): string =>
  createHmac('sha256', key).update(canonicalJson(value), 'utf8').digest('hex');

/** What the first event of a stream without a predecessor goes on from. */
export const genesisOf = (key: Buffer, stream: string): string => hmac(key, ['genesis', stream]);

/** The link of a stored event. Undefined for one without: written before the chain began, or by somebody else. */
export function linkOf(data: JsonObject): ChainLink | undefined {
  const [before, chain] = [beforeIn(data), data['chain']];
  const hash = isRecord(chain) ? chain['hash'] : undefined;
  return before !== undefined && typeof hash === 'string' ? { ...before, hash } : undefined;
}

/** The hash that an event of that stream must have: of all that it says, and of what comes before it. Its link is read without its hash. */
export function hashOf(key: Buffer, stream: string, { id, type, data, metadata }: NewEvent): string {
  return hmac(key, { stream, id, type, data: { ...data, chain: beforeIn(data) }, metadata });
}

/** The events, tied to each other and to the end of the chain. */
export function chained(key: Buffer, events: readonly NewEvent[], end: ChainEnd): readonly NewEvent[] {
  let { previous } = end;
  return events.map((event, index) => {
    const tied = { previous, ...(index === 0 && end.after !== undefined && { after: end.after }) };
    const hash = hashOf(key, end.stream, { ...event, data: { ...event.data, chain: tied } });
    previous = hash;
    return { ...event, data: { ...event.data, chain: { ...tied, hash } } };
  });
}
