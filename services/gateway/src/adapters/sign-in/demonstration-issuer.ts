import type { Clock } from '@flow/platform/time/clock';
import { epochMsOf, laterBy } from '@flow/platform/time/instant';
import { jwtVerify, SignJWT } from 'jose';
import { createHmac } from 'node:crypto';
import { identityOf, type SignIn, type User } from '../../application/sign-in';
import type { Users } from '../../application/users';
import { claimsOf, DEFAULT_CLAIMS } from './token-claims';

/** Signs in the demonstration's users, without a password. Never on a machine that others reach. */
export interface DemonstrationIssuer {
  readonly kind: 'demonstration';
  /** Tokens go on to be good after a restart with the same one. */
  readonly siteKey: Buffer;
  /** What people are called, by subject; the table does not say it. */
  readonly names?: ReadonlyMap<string, string>;
}

export interface DemonstrationUser extends User {
  readonly name: string;
}

export interface IssuedToken {
  readonly token: string;
  /** UTC. */
  readonly expiresAt: string;
}

export interface DemonstrationSignIn extends SignIn {
  users(): readonly DemonstrationUser[];
  /** Undefined for a subject that is none of its users. */
  issue(subject: string): Promise<IssuedToken | undefined>;
}

const NAME = 'flow-demonstration';
const LASTS_MS = 8 * 3_600_000;

const secondsOf = (at: Parameters<typeof epochMsOf>[0]): number => Math.floor(epochMsOf(at) / 1000);

export function createDemonstrationSignIn(
  { siteKey, names }: DemonstrationIssuer,
  users: Users,
  clock: Clock,
): DemonstrationSignIn {
  const secret = createHmac('sha256', siteKey).update('demonstration-sign-in').digest();
  return {
    users: () => users.all().map((user) => ({ ...user, name: names?.get(user.subject) ?? user.subject })),
    async issue(subject) {
      if (users.find(subject) === undefined) return undefined;
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
        return claims && { now: () => users.find(claims.subject) && identityOf(claims, users) };
      } catch {
        return undefined;
      }
    },
  };
}
