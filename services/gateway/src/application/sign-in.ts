import type { Identity, Role, Scope } from '@flow/platform/security/identity';
import { OperatorError } from '@flow/platform/values/operator-error';

/** Finds out for whom a token speaks. */
export interface SignIn {
  /** Undefined for a token that is not valid: forged, expired, meant for others. Throws SignInUnavailable. */
  identify(token: string): Promise<Identity | undefined>;
}

/** The issuer's keys cannot be had, so that nobody new can be known. It may pass. */
export class SignInUnavailable extends OperatorError {
  constructor(options?: ErrorOptions) {
    super('The keys of the token issuer cannot be fetched.', options);
  }
}

/** Somebody as the hospital's own table knows them. */
export interface User {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly scope: Scope;
}

/** Nowhere: what is seen by those whose token and table both say nothing. */
const NOWHERE: Scope = { sites: [], wards: [], specialties: [] };

/** What a verified token says. What it leaves out, the table says. */
export interface TokenClaims {
  readonly subject: string;
  readonly roles: readonly Role[] | undefined;
  readonly scope: Scope | undefined;
  readonly device: string | undefined;
  readonly expiresAt: string;
}

/** Who asks: roles and scope from the token, else from the table by subject, else none. */
export function identityOf(claims: TokenClaims, users: ReadonlyMap<string, User>): Identity {
  const { subject, device, expiresAt } = claims;
  const user = users.get(subject);
  return {
    subject,
    roles: (claims.roles ?? user?.roles ?? []).filter((role) => role !== 'service'),
    scope: claims.scope ?? user?.scope ?? NOWHERE,
    expiresAt,
    ...(device !== undefined && { device }),
  };
}
