import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../time/clock';
import { epochMsOf } from '../time/instant';
import { decodeClaims, encodeClaims, type Asking } from './claims';
import type { KeyRing } from './key-ring';
import { createNonceCache } from './nonce-cache';

/** A request as both sides see it. */
export interface SignedParts {
  /** The service that it is meant for: what was signed for one is refused by another. */
  readonly audience: string;
  readonly method: string;
  /** Without host and query. */
  readonly path: string;
  readonly body: string | Buffer;
}

/** What travels beside a request, as headers or as fields of a socket's message. */
export interface RequestSeal {
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: string;
  readonly nonce: string;
  readonly claims: string;
  readonly mac: string;
}

export type Refusal = 'UNSIGNED' | 'UNKNOWN_KEY' | 'BAD_SIGNATURE' | 'OUTSIDE_WINDOW' | 'REPLAYED' | 'TOO_MANY';
export type Verified =
  | { readonly ok: true; readonly asking: Asking; readonly nonce: string }
  | { readonly ok: false; readonly refusal: Refusal };

const WINDOW_MS = 5 * 60_000;
const NONCES = 500_000;

const hashOf = (body: string | Buffer): string => createHash('sha256').update(body).digest('hex');

/** No field may hold a line break, so that none can pass for the next. */
function macOf(secret: Buffer, fields: readonly string[]): Buffer {
  if (fields.some((field) => field.includes('\n'))) throw new RangeError('A signed field holds a line break.');
  return createHmac('sha256', secret).update(fields.join('\n')).digest();
}

function sameMac(expected: Buffer, given: string): boolean {
  const bytes = Buffer.from(given, 'base64url');
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

const requestFields = ({ audience, method, path, body }: SignedParts, seal: Omit<RequestSeal, 'mac'>) => [
  'flow-request-v1',
  audience,
  method,
  path,
  hashOf(body),
  seal.at,
  seal.nonce,
  seal.claims,
];

/** Signs a request of `asking`, under a new nonce. A request that is sent again is signed again. */
export function signRequest(keys: KeyRing, clock: Clock, parts: SignedParts, asking: Asking): RequestSeal {
  const unsigned = {
    key: keys.signing.id,
    at: String(epochMsOf(clock.now())),
    nonce: randomBytes(16).toString('base64url'),
    claims: encodeClaims(asking),
  };
  return { ...unsigned, mac: macOf(keys.signing.secret, requestFields(parts, unsigned)).toString('base64url') };
}

/**
 * Verifies requests to one service: signature first, in constant time, then the time (5 minutes either way), then that its
 * nonce was never seen. Nothing that is not signed takes any memory. A process that starts anew has forgotten the nonces of
 * before, and instances do not share them: what is done twice must be harmless, as every command is.
 */
export function createVerifier(keys: KeyRing, clock: Clock, { windowMs = WINDOW_MS, nonceLimit = NONCES } = {}) {
  const nonces = createNonceCache({ keepMs: 2 * windowMs, limit: nonceLimit });
  const refused = (refusal: Refusal): Verified => ({ ok: false, refusal });

  return function verify(parts: SignedParts, seal: RequestSeal | undefined): Verified {
    if (!seal) return refused('UNSIGNED');
    const secret = keys.secretOf(seal.key);
    if (!secret) return refused('UNKNOWN_KEY');
    if (!sameMac(macOf(secret, requestFields(parts, seal)), seal.mac)) return refused('BAD_SIGNATURE');
    const now = epochMsOf(clock.now());
    const at = Number(seal.at);
    if (!Number.isSafeInteger(at) || Math.abs(now - at) > windowMs) return refused('OUTSIDE_WINDOW');
    const asking = decodeClaims(seal.claims);
    if (!asking) return refused('BAD_SIGNATURE');
    const use = nonces.use(seal.nonce, at, now);
    if (use !== 'fresh') return refused(use === 'used' ? 'REPLAYED' : 'TOO_MANY');
    return { ok: true, asking, nonce: seal.nonce };
  };
}

/** An answer, or one frame of a subscription, tied to its request. */
export interface SignedAnswer {
  readonly nonce: string;
  /** 0 for an answer; frames count from 1, so that none can be left out or told twice. */
  readonly frame: number;
  readonly body: string;
}

const answerFields = ({ nonce, frame, body }: SignedAnswer) => ['flow-answer-v1', nonce, String(frame), hashOf(body)];

/** `<key id>.<mac>` */
export const signAnswer = ({ signing }: KeyRing, answer: SignedAnswer): string =>
  `${signing.id}.${macOf(signing.secret, answerFields(answer)).toString('base64url')}`;

export function isAnswerSigned(keys: KeyRing, answer: SignedAnswer, signature: string | null | undefined): boolean {
  const [key = '', mac = ''] = (signature ?? '').split('.');
  const secret = keys.secretOf(key);
  return secret !== undefined && sameMac(macOf(secret, answerFields(answer)), mac);
}
