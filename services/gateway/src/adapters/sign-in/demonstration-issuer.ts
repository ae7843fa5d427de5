import type { Clock } from '@flow/platform/time/clock';
import { epochMsOf, laterBy } from '@flow/platform/time/instant';
import { jwtVerify, SignJWT } from 'jose';
import { createHmac } from 'node:crypto';
import { identityOf, type SignIn, type User } from '../../application/sign-in';
import { claimsOf, DEFAULT_CLAIMS } from './token-claims';

/** Signs in the demonstration's users, without a password. Never on a machine that others reach. */
export interface DemonstrationIssuer {
  readonly kind: 'demonstration';
  /** Tokens go on to be good after a restart with the same one. */
  readonly siteKey: Buffer;
}

export interface IssuedToken {
  readonly token: string;
  /** UTC. */
  readonly expiresAt: string;
}

export interface DemonstrationSignIn extends SignIn {
  readonly users: readonly User[];
  /** Undefined for a subject that is none of its users. */
  issue(subject: string): Promise<IssuedToken | undefined>;
}

const NAME = 'flow-demonstration';
const LASTS_MS = 8 * 3_600_000;

const secondsOf = (at: Parameters<typeof epochMsOf>[0]): number => Math.floor(epochMsOf(at) / 1000);

export function createDemonstrationSignIn(
  { siteKey }: DemonstrationIssuer,
  users: ReadonlyMap<string, User>,
  clock: Clock,
): DemonstrationSignIn {
  const secret = createHmac('sha256', siteKey).update('demonstration-sign-in').digest();
  return {
    users: [...users.values()],
    async issue(subject) {
      if (!users.has(subject)) return undefined;
      const expiresAt = laterBy(clock.now(), LASTS_MS);
      const token = await new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(NAME)
        .setAudience(NAME)
        .setSubject(subject)
        .setIssuedAt(secondsOf(clock.now()))
        .setExpirationTime(secondsOf(expiresAt))
        .sign(secret);
      return { token, expiresAt };
    },
    async identify(token) {
      try {
        const { payload } = await jwtVerify(token, secret, {
          issuer: NAME,
          audience: NAME,
          algorithms: ['HS256'],
          currentDate: new Date(epochMsOf(clock.now())),
          requiredClaims: ['sub', 'exp'],
        });
        const claims = claimsOf(payload, DEFAULT_CLAIMS);
        // Only the table says who its users are: whoever was taken out of it is out.
        return claims && users.has(claims.subject) ? identityOf(claims, users) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
