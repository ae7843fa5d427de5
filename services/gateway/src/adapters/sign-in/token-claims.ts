import { ROLES, type Role, type Scope } from '@flow/platform/security/identity';
import { instantOfEpochMs } from '@flow/platform/time/instant';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { TokenClaims } from '../../application/sign-in';

/** Where in a token the issuer says what we ask for. A dot leads into an object: `realm_access.roles`. */
export interface ClaimNames {
  readonly roles: string;
  readonly scope: string;
  readonly device: string;
}

export const DEFAULT_CLAIMS: ClaimNames = { roles: 'roles', scope: 'flow_scope', device: 'flow_device' };

const within = z.union([z.literal('all'), z.array(z.string().max(40)).max(500)]);
/** What a scope leaves out, it does not allow. */
const scopeClaim = z.object({
  sites: within.default([]),
  wards: within.default([]),
  specialties: within.default([]),
});
const rolesClaim = z.union([z.array(z.string()), z.string().transform((text) => text.split(' '))]);
const PERSON_ROLES: ReadonlySet<string> = new Set(ROLES.filter((role) => role !== 'service'));

function claimAt(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
      payload,
    );
}

/** How our own services call themselves, and whoever works on the machine itself: no token may. */
const OURS = /^(service|operator):/;

const isRole = (text: string): text is Role => PERSON_ROLES.has(text);

function rolesOf(claim: unknown): readonly Role[] | undefined {
  if (claim === undefined) return undefined;
  const told = rolesClaim.safeParse(claim);
  return told.success ? told.data.filter(isRole) : [];
}

/** A scope that is there and not understood allows nothing, rather than what the table would. */
function scopeOf(claim: unknown): Scope | undefined {
  if (claim === undefined) return undefined;
  const told = scopeClaim.safeParse(claim);
  return told.success ? told.data : { sites: [], wards: [], specialties: [] };
}

/** Reads a verified token. Undefined when it lacks a subject or an end. */
export function claimsOf(payload: JWTPayload, names: ClaimNames): TokenClaims | undefined {
  const { sub: subject, exp } = payload;
  if (subject === undefined || subject === '' || OURS.test(subject) || exp === undefined) return undefined;
  const device = claimAt(payload, names.device);
  return {
    subject,
    roles: rolesOf(claimAt(payload, names.roles)),
    scope: scopeOf(claimAt(payload, names.scope)),
    device: typeof device === 'string' ? device : undefined,
    expiresAt: instantOfEpochMs(exp * 1000),
  };
}
