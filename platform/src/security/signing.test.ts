import fc from 'fast-check';
import { instantOfEpochMs } from '../time/instant';
import { hmacName } from './hmac';
import { serviceIdentity } from './identity';
import { keyRing, keyRingOfSite, parseKeyRing } from './key-ring';
import { createNonceCache } from './nonce-cache';
import { headersOfSeal, sealOfHeaders } from './signed-headers';
import { createVerifier, isAnswerSigned, signAnswer, signRequest, type RequestSeal, type SignedParts } from './signing';

const SEED = 7;
const START = Date.parse('2026-10-25T00:30:00.000Z');
const old = { id: 'old', secret: Buffer.alloc(32, 1) };
const fresh = { id: 'new', secret: Buffer.alloc(32, 2) };
const asking = { identity: { ...serviceIdentity('ipm'), device: 'd' }, correlationId: 'c-1', trace: '00-a-b-01' };
const parts: SignedParts = { audience: 'beds', method: 'POST', path: '/graphql', body: '{"query":"{a}"}' };

function clockAt(ms: number) {
  let now = ms;
  return { now: () => instantOfEpochMs(now), monotonicMs: () => now, pass: (by: number) => (now += by) };
}

function pair(options = {}) {
  const clock = clockAt(START);
  const ring = keyRing([fresh, old]);
  const verify = createVerifier(ring, clock, options);
  return { clock, ring, verify, sign: (keys = ring) => signRequest(keys, clock, parts, asking) };
}

it('gives back who asks, from the signed claims', () => {
  const { verify, sign } = pair();
  const seal = sign();
  expect(verify(parts, sealOfHeaders(headersOfSeal(seal)))).toStrictEqual({ ok: true, asking, nonce: seal.nonce });
});

it('takes an older key of the ring, and none that is not in it', () => {
  const { verify, sign } = pair();
  expect(verify(parts, sign(keyRing([old]))).ok).toBe(true);
  const stranger = keyRing([{ id: 'x', secret: Buffer.alloc(32, 3) }]);
  expect(verify(parts, sign(stranger))).toStrictEqual({ ok: false, refusal: 'UNKNOWN_KEY' });
  const pretender = keyRing([{ id: 'new', secret: Buffer.alloc(32, 3) }]);
  expect(verify(parts, sign(pretender))).toStrictEqual({ ok: false, refusal: 'BAD_SIGNATURE' });
});

it('refuses what has changed on the way, whatever it is', () => {
  const { verify, sign } = pair();
  const others: Partial<SignedParts>[] = [{ audience: 'ipm' }, { method: 'GET' }, { path: '/other' }, { body: '{}' }];
  for (const other of others) {
    expect(verify({ ...parts, ...other }, sign())).toStrictEqual({ ok: false, refusal: 'BAD_SIGNATURE' });
  }
  const seal = sign();
  const changed: Partial<RequestSeal>[] = [
    { at: String(START + 1) },
    { nonce: 'x' },
    { claims: sign().claims.replace(/^./, 'f') },
    { mac: '' },
    { mac: 'AAAA' },
  ];
  for (const change of changed) {
    expect(verify(parts, { ...seal, ...change })).toStrictEqual({ ok: false, refusal: 'BAD_SIGNATURE' });
  }
});

it('refuses an unsigned request, and one that lacks a part', () => {
  const { verify, sign } = pair();
  expect(verify(parts, undefined)).toStrictEqual({ ok: false, refusal: 'UNSIGNED' });
  for (const name of Object.keys(headersOfSeal(sign()))) {
    expect(sealOfHeaders({ ...headersOfSeal(sign()), [name]: undefined })).toBeUndefined();
  }
});

it.each([
  [5 * 60_000, true],
  [5 * 60_000 + 1, false],
  [-5 * 60_000, true],
  [-5 * 60_000 - 1, false],
])('looks at a request %i ms after it was signed', (later, ok) => {
  const { clock, verify, sign } = pair();
  const seal = sign();
  clock.pass(later);
  expect(verify(parts, seal).ok).toBe(ok);
});

it('refuses the same request a second time, for as long as its time would pass', () => {
  const { clock, verify, sign } = pair();
  clock.pass(5 * 60_000);
  const seal = sign();
  clock.pass(-5 * 60_000);
  expect(verify(parts, seal).ok).toBe(true);
  for (let minute = 0; minute <= 10; minute += 1) {
    expect(verify(parts, seal)).toStrictEqual({ ok: false, refusal: 'REPLAYED' });
    clock.pass(60_000);
  }
  expect(verify(parts, seal)).toStrictEqual({ ok: false, refusal: 'OUTSIDE_WINDOW' });
});

it('remembers a bounded number of requests, and refuses rather than forget', () => {
  const { clock, verify, sign } = pair({ nonceLimit: 2 });
  expect([sign(), sign()].map((seal) => verify(parts, seal).ok)).toStrictEqual([true, true]);
  expect(verify(parts, sign())).toStrictEqual({ ok: false, refusal: 'TOO_MANY' });
  clock.pass(11 * 60_000);
  expect(verify(parts, sign()).ok).toBe(true);
});

it('never takes a nonce twice within its time, whatever the order', () => {
  const uses = fc.array(fc.record({ nonce: fc.constantFrom('a', 'b', 'c'), minute: fc.integer({ min: 0, max: 9 }) }));
  fc.assert(
    fc.property(uses, (all) => {
      const cache = createNonceCache({ keepMs: 10 * 60_000, limit: 100 });
      const seen = new Set<string>();
      return all.every(({ nonce, minute }) => {
        const name = `${nonce}${minute}`;
        const expected = seen.has(name) ? 'used' : 'fresh';
        seen.add(name);
        return cache.use(nonce, minute * 60_000, 9 * 60_000) === expected;
      });
    }),
    { seed: SEED },
  );
});

it('refuses claims of a role or shape that does not exist', () => {
  const { clock, ring, verify } = pair();
  const wrong = { ...asking, identity: { ...asking.identity, roles: ['god'] } } as unknown as typeof asking;
  expect(verify(parts, signRequest(ring, clock, parts, wrong))).toStrictEqual({ ok: false, refusal: 'BAD_SIGNATURE' });
});

it('ties an answer and each frame to its request', () => {
  const ring = keyRing([fresh, old]);
  const answer = { nonce: 'n', frame: 0, body: '{"data":{}}' };
  const signature = signAnswer(ring, answer);
  expect(isAnswerSigned(ring, answer, signature)).toBe(true);
  for (const other of [{ nonce: 'm' }, { frame: 1 }, { body: '{}' }]) {
    expect(isAnswerSigned(ring, { ...answer, ...other }, signature)).toBe(false);
  }
  for (const none of [null, undefined, '', 'new', 'x.y']) expect(isAnswerSigned(ring, answer, none)).toBe(false);
});

describe('a key ring', () => {
  it('is read from text, the first key signing', () => {
    const text = [fresh, old].map(({ id, secret }) => `${id}:${secret.toString('base64')}`).join(', ');
    expect(parseKeyRing(text).signing).toStrictEqual(fresh);
    expect(parseKeyRing(text).secretOf('old')).toStrictEqual(old.secret);
  });

  it.each([
    ['a:c2hvcnQ=', 'at least 32 bytes'],
    ['', 'The id of a signing key'],
    [`a:${fresh.secret.toString('base64')},a:${old.secret.toString('base64')}`, 'the same id'],
  ])('refuses %p', (text, why) => expect(() => parseKeyRing(text)).toThrow(why));

  it('comes from the site key where there is one machine, and is not that key', () => {
    const siteKey = Buffer.alloc(32, 9);
    expect(keyRingOfSite(siteKey).signing).toStrictEqual(keyRingOfSite(Buffer.alloc(32, 9)).signing);
    expect(keyRingOfSite(siteKey).signing.secret).not.toStrictEqual(siteKey);
  });
});

it('names by HMAC so that other parts, purposes and keys give other names', () => {
  const key = Buffer.alloc(32, 1);
  const names = [
    hmacName(key, 'identifier', 'RXX', '123'),
    hmacName(key, 'identifier', 'RXX1', '23'),
    hmacName(key, 'lane', 'RXX', '123'),
    hmacName(Buffer.alloc(32, 2), 'identifier', 'RXX', '123'),
  ];
  expect(new Set(names).size).toBe(4);
  expect(names[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(hmacName(key, 'identifier', 'RXX', '123')).toBe(names[0]);
});
