import { createHmac } from 'node:crypto';

export interface SigningKey {
  readonly id: string;
  readonly secret: Buffer;
}

/** The keys by which gateway and services know each other. The first signs; all of them verify, so that one can be replaced. */
export interface KeyRing {
  readonly signing: SigningKey;
  secretOf(id: string): Buffer | undefined;
}

const SECRET_BYTES = 32;
const ID = /^[\w-]{1,32}$/;

/** Throws RangeError, without a key in its sentence, when an id is malformed or taken twice or a secret is short. */
export function keyRing(keys: readonly [SigningKey, ...SigningKey[]]): KeyRing {
  const byId = new Map(keys.map(({ id, secret }) => [id, secret]));
  if (byId.size !== keys.length) throw new RangeError('Two signing keys have the same id.');
  for (const [id, secret] of byId) {
    if (!ID.test(id)) throw new RangeError('The id of a signing key is 1 to 32 letters, digits, _ or -.');
    if (secret.length < SECRET_BYTES) throw new RangeError(`A signing key has at least ${SECRET_BYTES} bytes.`);
  }
  return { signing: keys[0], secretOf: (id) => byId.get(id) };
}

/** Reads `id:base64,id:base64`, the first one signs. Throws RangeError as `keyRing`. */
export function parseKeyRing(text: string): KeyRing {
  const [first, ...rest] = text.split(',').map((entry) => {
    const [id = '', secret = ''] = entry.trim().split(':');
    return { id, secret: Buffer.from(secret, 'base64') };
  });
  if (!first) throw new RangeError('No signing key is given.');
  return keyRing([first, ...rest]);
}

/** The ring of a site that runs on one machine: all its processes have the site key. */
export const keyRingOfSite = (siteKey: Buffer): KeyRing =>
  keyRing([{ id: 'site', secret: createHmac('sha256', siteKey).update('request-signing').digest() }]);
