import type { Clock } from '@flow/platform/time/clock';
import { epochMsOf } from '@flow/platform/time/instant';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { identityOf, SignInUnavailable, type SignIn } from '../../application/sign-in';
import type { Users } from '../../application/users';
import { claimsOf, DEFAULT_CLAIMS, type ClaimNames } from './token-claims';

/** Any OpenID Connect issuer. */
export interface OidcIssuer {
  readonly kind: 'oidc';
  /** Exactly as its tokens say it in `iss`. */
  readonly issuer: string;
  /** What its tokens for us say in `aud`. */
  readonly audience: string;
  /** Where its keys are; found by `<issuer>/.well-known/openid-configuration` if not told. */
  readonly jwksUrl?: string;
  /** RS256, PS256 and ES256 if not told. `none` and shared secrets are never taken. */
  readonly algorithms?: readonly string[];
  /** How far its clock may be from ours; 30 s if not told. */
  readonly leewaySeconds?: number;
  readonly claims?: Partial<ClaimNames>;
}

const ALGORITHMS = ['RS256', 'PS256', 'ES256'];
const ASYMMETRIC = /^(RS|PS|ES)(256|384|512)$|^EdDSA$/;
const LEEWAY_SECONDS = 30;
const TIMEOUT_MS = 5_000;
const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

async function jwksUrlOf({ issuer, jwksUrl }: OidcIssuer): Promise<URL> {
  if (jwksUrl !== undefined) return new URL(jwksUrl);
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const found = discovery.parse(await response.json());
  if (found.issuer !== issuer) throw new Error('The discovery document is of another issuer.');
  return new URL(found.jwks_uri);
}

/** The issuer's keys, found at first need and again after a failure; new keys are fetched when a token names one. */
function keysOf(issuer: OidcIssuer): () => Promise<JWTVerifyGetKey> {
  let found: Promise<JWTVerifyGetKey> | undefined;
  return () => {
    found ??= jwksUrlOf(issuer).then(
      (url) => createRemoteJWKSet(url, { timeoutDuration: TIMEOUT_MS }),
      (cause: unknown) => {
        found = undefined;
        throw new SignInUnavailable({ cause });
      },
    );
    return found;
  };
}

/** What says that the token is bad, not that the issuer is away. */
const isBadToken = (error: unknown): boolean =>
  error instanceof errors.JWTClaimValidationFailed ||
  error instanceof errors.JWTExpired ||
  error instanceof errors.JWTInvalid ||
  error instanceof errors.JWSInvalid ||
  error instanceof errors.JWSSignatureVerificationFailed ||
  error instanceof errors.JOSEAlgNotAllowed ||
  error instanceof errors.JOSENotSupported ||
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys;

/** Verifies tokens of one issuer by its published keys. Throws RangeError at once for an algorithm that shares a secret. */
export function createOidcSignIn(issuer: OidcIssuer, users: Users, clock: Clock): SignIn {
  const algorithms = [...(issuer.algorithms ?? ALGORITHMS)];
  if (algorithms.some((algorithm) => !ASYMMETRIC.test(algorithm))) {
    throw new RangeError('An issuer signs with RS, PS or ES 256 to 512, or EdDSA.');
  }
  const keys = keysOf(issuer);
  const names = { ...DEFAULT_CLAIMS, ...issuer.claims };
  return {
    async identify(token) {
      const key = await keys();
      try {
        const { payload } = await jwtVerify(token, key, {
          issuer: issuer.issuer,
          audience: issuer.audience,
          algorithms,
          clockTolerance: issuer.leewaySeconds ?? LEEWAY_SECONDS,
          currentDate: new Date(epochMsOf(clock.now())),
          requiredClaims: ['sub', 'exp'],
        });
        const claims = claimsOf(payload, names);
        return claims && { now: () => identityOf(claims, users) };
      } catch (error) {
        if (isBadToken(error)) return undefined;
        throw new SignInUnavailable({ cause: error });
      }
    },
  };
}
