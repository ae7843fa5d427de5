import { PARTITIONS } from './bus';

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

const mixed = (word: number): number => {
  const product = Math.imul(word, MULTIPLIER);
  return Math.imul(product ^ (product >>> 24), MULTIPLIER);
};

/** The one to three bytes after the last whole word, little end first. */
function tail(hash: number, bytes: Buffer, from: number): number {
  const rest = bytes.subarray(from);
  if (rest.length === 0) return hash;
  return Math.imul(hash ^ rest.readUIntLE(0, rest.length), MULTIPLIER);
}

/** MurmurHash2 of 32 bits as Kafka's `org.apache.kafka.common.utils.Utils.murmur2` computes it: a signed number. */
export function murmur2(bytes: Buffer): number {
  const whole = bytes.length - (bytes.length % 4);
  let hash = SEED ^ bytes.length;
  for (let at = 0; at < whole; at += 4) hash = Math.imul(hash, MULTIPLIER) ^ mixed(bytes.readInt32LE(at));
  hash = tail(hash, bytes, whole);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/** The partition of a key, the same one that Kafka's default partitioner takes. */
export const partitionOf = (key: string): number => (murmur2(Buffer.from(key, 'utf8')) & 0x7fffffff) % PARTITIONS;
