const ROLE_WORDS: Readonly<Record<string, string>> = {
  'referral-coordinator': 'Referral coordinator',
  'booking-clerk': 'Booking clerk',
  'bed-manager': 'Bed manager',
  'ward-clerk': 'Ward clerk',
  'theatre-coordinator': 'Theatre coordinator',
  'contact-agent': 'Contact centre agent',
  'service-manager': 'Service manager',
  'ig-officer': 'Information governance officer',
  'integration-operator': 'Operator of the interface',
  administrator: 'Administrator',
};

/** Roles as somebody who is no member of staff reads them. */
export const roleWords = (roles: readonly string[]): string =>
  roles.map((role) => ROLE_WORDS[role] ?? 'Member of staff').join(', ') || 'Member of staff';

const HOW: readonly (readonly [RegExp, string])[] = [
  [/^(wardBoard|hospitalBoard|bed|bedBoard)\b/, 'On a board of beds'],
  [/^(patient|patients)\b/, 'Your record was opened'],
  [/^search/, 'In the result of a search'],
  [/^(stay|bedTasks)\b/, 'On the page of a stay in hospital'],
  [/Tasks?\b/, 'In a list of things to settle'],
  [/^(message|messages|quarantine)/, 'In messages from the hospital’s main system'],
  [/^(whoLookedAt|whatDidSee|accessReport|breakGlassReviews)\b/, 'In a check of who looked at records'],
];

/** How a record was seen, without our names for it. */
export function howWords(operation: string, how: 'query' | 'mutation' | 'subscription'): string {
  if (how === 'mutation') return 'While something about your care was changed';
  return HOW.find(([pattern]) => pattern.test(operation))?.[1] ?? 'In another list';
}
