import type { Identity, Role, Scope } from '@flow/platform/security/identity';
import { OperatorError } from '@flow/platform/values/operator-error';
import type { Users } from './users';

/** Finds out for whom a token speaks. */
export interface SignIn {
  /** Undefined for a token that is not valid: forged, expired, meant for others. Throws SignInUnavailable. */
  identify(token: string): Promise<SignedIn | undefined>;
}

/** For whom a good token speaks. */
export interface SignedIn {
  /** As the hospital's table stands at this moment; undefined once it does not know them any more, where it alone says who is known. */
  now(): Identity | undefined;
}

/** Nobody new can be known; unless told otherwise, because the issuer's keys cannot be had. It may pass. */
export class SignInUnavailable extends OperatorError {
  constructor({
    message = 'The keys of the token issuer cannot be fetched.',
    ...options
  }: ErrorOptions & { readonly message?: string } = {}) {
    super(message, options);
  }
}

/** Somebody as the hospital's own table knows them. */
export interface User {
  readonly subject: string;
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
export function identityOf(claims: TokenClaims, users: Pick<Users, 'find'>): Identity {
  const { subject, device, expiresAt } = claims;
  const user = users.find(subject);
  return {
    subject,
    roles: (claims.roles ?? user?.roles ?? []).filter((role) => role !== 'service'),
    scope: claims.scope ?? user?.scope ?? NOWHERE,
    expiresAt,
    ...(device !== undefined && { device }),
  };
}
