import { createApp } from '@flow/platform/http/app';
import { startHttpServer, type RunningHttpServer } from '@flow/platform/http/http-server';
import { silentLog } from '@flow/platform/telemetry/log';
import { systemClock } from '@flow/platform/time/clock';
import { Router } from 'express';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { usersOf } from '../../testing/started-gateway';
import { createOidcSignIn, type OidcIssuer } from './oidc-sign-in';

const EVERYWHERE = { sites: 'all', wards: 'all', specialties: 'all' } as const;
const TABLE = usersOf([
  { subject: 'bea', roles: ['bed-manager'], ...EVERYWHERE },
  { subject: 'wes', roles: ['ward-clerk'], ...EVERYWHERE, wards: ['A1'] },
]);
const IN_AN_HOUR = Math.floor(Date.now() / 1000) + 3600;

describe('sign-in by an issuer', () => {
  let issuer: RunningHttpServer;
  let ours: CryptoKey;
  let theirs: CryptoKey;
  let options: OidcIssuer;
  let discovered = 0;

  beforeAll(async () => {
    const [pair, other] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
    ours = pair.privateKey;
    theirs = other.privateKey;
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
    const router = Router();
    router.get('/.well-known/openid-configuration', (_request, response) => {
      discovered += 1;
      response.json({ issuer: issuer.url, jwks_uri: `${issuer.url}/keys` });
    });
    router.get('/keys', (_request, response) => {
      response.json({ keys: [jwk] });
    });
    issuer = await startHttpServer({
      app: createApp({ log: silentLog, routers: [router] }),
      host: '127.0.0.1',
      port: 0,
    });
    options = { kind: 'oidc', issuer: issuer.url, audience: 'patient-flow' };
  });
  afterAll(async () => issuer.close(0));

  const claims = (told: JWTPayload = {}): JWTPayload => ({
    iss: issuer.url,
    aud: 'patient-flow',
    sub: 'bea',
    exp: IN_AN_HOUR,
    ...told,
  });
  const signed = async (payload: JWTPayload, key = ours): Promise<string> =>
    new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(key);
  const identify = async (token: string, told: Partial<OidcIssuer> = {}) =>
    (await createOidcSignIn({ ...options, ...told }, TABLE, systemClock).identify(token))?.now();

  it('finds the keys by discovery, and takes roles and scope from the table', async () => {
    expect(await identify(await signed(claims()))).toStrictEqual({
      subject: 'bea',
      roles: ['bed-manager'],
      scope: EVERYWHERE,
      expiresAt: new Date(IN_AN_HOUR * 1000).toISOString(),
    });
    expect(discovered).toBe(1);
  });

  it('takes what the token says before what the table says, and roles that it knows alone', async () => {
    const told = { roles: ['ward-clerk', 'service', 'made-up'], flow_scope: { wards: ['B1'] }, flow_device: 'd1' };
    expect(await identify(await signed(claims(told)))).toMatchObject({
      roles: ['ward-clerk'],
      scope: { sites: [], wards: ['B1'], specialties: [] },
      device: 'd1',
    });
    const elsewhere = await signed(claims({ realm_access: { roles: ['ig-officer'] } }));
    expect(await identify(elsewhere, { claims: { roles: 'realm_access.roles' } })).toMatchObject({
      roles: ['ig-officer'],
    });
  });

  it('allows nothing by a scope that it does not understand, or that nobody told', async () => {
    const nowhere = { sites: [], wards: [], specialties: [] };
    expect(await identify(await signed(claims({ flow_scope: 'all' })))).toMatchObject({ scope: nowhere });
    expect(await identify(await signed(claims({ sub: 'stranger' })))).toMatchObject({ roles: [], scope: nowhere });
  });

  it('knows nobody by a token that is forged, expired, of others, for others, or without an end', async () => {
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims())).toString('base64url')}.`;
    const endless = { iss: issuer.url, aud: 'patient-flow', sub: 'bea' };
    const shared = await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32, 1));
    const tokens = [
      'nonsense',
      none,
      shared,
      await signed(claims(), theirs),
      await signed(claims({ exp: Math.floor(Date.now() / 1000) - 60 })),
      await signed(claims({ iss: 'https://elsewhere.example' })),
      await signed(claims({ aud: 'another' })),
      await signed(claims({ sub: 'service:beds' })),
      await signed(claims({ sub: 'operator:root' })),
      await signed(endless),
    ];
    for (const token of tokens) expect(await identify(token)).toBeUndefined();
  });

  it('allows for clocks that differ a little', async () => {
    const justNow = await signed(claims({ exp: Math.floor(Date.now() / 1000) - 10 }));
    expect(await identify(justNow)).toMatchObject({ subject: 'bea' });
    expect(await identify(justNow, { leewaySeconds: 0 })).toBeUndefined();
  });

  it('says that the issuer is away, and tries again the next time', async () => {
    const token = await signed(claims());
    const away = createOidcSignIn({ ...options, issuer: 'http://127.0.0.1:9' }, TABLE, systemClock);
    await expect(away.identify(token)).rejects.toThrow('The keys of the token issuer cannot be fetched.');
    await expect(away.identify(token)).rejects.toThrow('The keys of the token issuer cannot be fetched.');
  });

  it('never takes a secret that is shared', () =>
    expect(() => createOidcSignIn({ ...options, algorithms: ['HS256'] }, TABLE, systemClock)).toThrow(RangeError));
});
