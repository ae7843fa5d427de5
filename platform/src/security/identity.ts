/** What a person or a program may be. One table says what each may do (schema/src/rights.ts). */
export const ROLES = [
  'referral-coordinator',
  'booking-clerk',
  'bed-manager',
  'ward-clerk',
  'theatre-coordinator',
  'contact-agent',
  'service-manager',
  'ig-officer',
  'integration-operator',
  'administrator',
  'wall-display',
  /** One of our own services, calling for itself. Never given to a person, never taken from a token. */
  'service',
] as const;
export type Role = (typeof ROLES)[number];

/** Which part of the hospital somebody may see. `all` is every one. */
export interface Scope {
  readonly sites: 'all' | readonly string[];
  readonly wards: 'all' | readonly string[];
  readonly specialties: 'all' | readonly string[];
}

/** Who is asking, as the gateway found it in a verified token, or a service calling for itself. */
export interface Identity {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly scope: Scope;
  readonly device?: string;
  /** Ids of patients that this person has opened by break-glass, for as long as that lasts. The gateway alone fills it in. */
  readonly breakGlass?: readonly string[];
  /** When the token ends, in UTC with milliseconds. A socket is closed then. */
  readonly expiresAt?: string;
}

const EVERYWHERE: Scope = { sites: 'all', wards: 'all', specialties: 'all' };

/** The identity under which a service calls another. */
export const serviceIdentity = (service: string): Identity => ({
  subject: `service:${service}`,
  roles: ['service'],
  scope: EVERYWHERE,
});
