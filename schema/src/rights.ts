import type { Role } from '@flow/platform/security/identity';

interface Granted {
  /** What it lets somebody do: a sentence, printed into docs. */
  readonly meaning: string;
  /** Everyone who may. A right that is not listed for a role is not had by it: nothing is inherited. */
  readonly roles: readonly Role[];
}

const CLINICAL_DESKS = ['referral-coordinator', 'booking-clerk', 'theatre-coordinator', 'contact-agent'] as const;

/**
 * Who may do what: the one table. A right says WHAT; the scope of the asker says WHERE (sites, wards, specialties), and every
 * resolver checks both. Rights of `service` alone belong to mutations that our own services tell each other.
 */
export const RIGHTS = {
  'beds.view-board': {
    meaning:
      'See the boards: wards, bays, beds and their states, counts, and the age of what is shown. Nobody is named.',
    roles: ['bed-manager', 'ward-clerk', 'theatre-coordinator', 'service-manager', 'administrator', 'wall-display'],
  },
  'beds.see-patients': {
    meaning: 'See who is in, expected in or leaving a bed, and the history of their stays.',
    roles: ['bed-manager', 'ward-clerk', 'theatre-coordinator', 'service'],
  },
  'beds.admit': {
    meaning: 'Admit a patient to a bed, and take that back.',
    roles: ['bed-manager', 'ward-clerk'],
  },
  'beds.discharge': {
    meaning: 'Discharge a patient, and take that back.',
    roles: ['bed-manager', 'ward-clerk'],
  },
  'beds.move-patient': {
    meaning: 'Move a patient to another bed, swap two patients, and take that back.',
    roles: ['bed-manager', 'ward-clerk'],
  },
  'beds.hold-bed': {
    meaning: 'Hold a bed for a patient until a time, and release it.',
    roles: ['bed-manager', 'ward-clerk'],
  },
  'beds.close-bed': {
    meaning: 'Close a bed with a reason, and open it again.',
    roles: ['bed-manager', 'ward-clerk'],
  },
  'beds.set-up': {
    meaning: 'Set up and change sites, wards, bays, beds and their attributes.',
    roles: ['administrator', 'service'],
  },
  'beds.see-tasks': {
    meaning: 'See tasks about beds and stays: disputes with iPM, provisional stays, unmapped places.',
    roles: ['bed-manager', 'ward-clerk', 'integration-operator', 'service-manager'],
  },
  'beds.work-tasks': {
    meaning: 'Claim tasks about beds and stays, release them, and settle those that people settle.',
    roles: ['bed-manager', 'ward-clerk', 'integration-operator', 'service-manager'],
  },
  'beds.take-over-tasks': {
    meaning: 'Take tasks about beds and stays over from somebody else, and release their claims.',
    roles: ['bed-manager', 'service-manager'],
  },
  'beds.tell': {
    meaning: 'Tell beds what iPM said about stays. No person may.',
    roles: ['service'],
  },
  'patients.look-up': {
    meaning: 'Find a patient by number, name, birth date or telephone, and see their demographics.',
    roles: ['bed-manager', 'ward-clerk', ...CLINICAL_DESKS, 'service'],
  },
  'patients.break-glass': {
    meaning: 'Open a patient who is not theirs to see, to themselves, for a time and with a reason that is reviewed.',
    roles: ['bed-manager', 'ward-clerk', ...CLINICAL_DESKS],
  },
  'patients.see-restricted': {
    meaning: 'See who a restricted (shielded) patient is. With some wards or sites alone: only on the boards of those.',
    roles: ['bed-manager', 'ward-clerk', 'service'],
  },
  'patients.record-contact': {
    meaning: 'Record how a patient may be reached, what they consent to, and what they need to communicate.',
    roles: ['booking-clerk', 'referral-coordinator', 'contact-agent', 'ward-clerk'],
  },
  'patients.see-history': {
    meaning: 'See each change of what is known of a patient: what was before, who changed it, and when.',
    roles: ['bed-manager', 'booking-clerk', 'referral-coordinator', 'service-manager', 'ig-officer'],
  },
  'patients.see-notes': {
    meaning: 'Read what was written about a patient, but for reasons of break-glass.',
    roles: ['bed-manager', 'ward-clerk', ...CLINICAL_DESKS, 'service'],
  },
  'patients.write-notes': {
    meaning: 'Write a note about a patient; correct and withdraw one’s own.',
    roles: ['bed-manager', 'ward-clerk', ...CLINICAL_DESKS, 'service'],
  },
  'patients.write-for-others': {
    meaning: 'Write a note in somebody’s name, and why they opened a restricted patient. No person may.',
    roles: ['service'],
  },
  'patients.amend-notes': {
    meaning: 'Correct and withdraw what others wrote about a patient, and read what was corrected or withdrawn.',
    roles: ['service-manager'],
  },
  'patients.see-break-glass-reasons': {
    meaning: 'Read why people opened restricted patients.',
    roles: ['ig-officer'],
  },
  'patients.see-tasks': {
    meaning: 'See tasks about identity: numbers in conflict, claims left open.',
    roles: ['integration-operator', 'service-manager'],
  },
  'patients.work-tasks': {
    meaning: 'Claim tasks about identity, and release them.',
    roles: ['integration-operator', 'service-manager'],
  },
  'patients.take-over-tasks': {
    meaning: 'Take tasks about identity over from somebody else, and release their claims.',
    roles: ['service-manager'],
  },
  'patients.erase': {
    meaning: 'Erase a patient: everything that says who they are, everywhere, for good. See how far an erasure is.',
    roles: ['ig-officer'],
  },
  'patients.tell': {
    meaning: 'Tell patients what iPM said about people and merges. No person may.',
    roles: ['service'],
  },
  'ipm.see-links': {
    meaning: 'See the health of each partner link: connected, last heard, settled up to, parked lanes.',
    roles: [
      'bed-manager',
      'ward-clerk',
      'service-manager',
      'integration-operator',
      'administrator',
      'wall-display',
      'service',
    ],
  },
  'ipm.see-messages': {
    meaning: 'Find HL7 messages and read their whole story, content included.',
    roles: ['integration-operator'],
  },
  'ipm.work-quarantine': {
    meaning: 'Retry, edit, or skip quarantined messages, with a reason.',
    roles: ['integration-operator'],
  },
  'ipm.see-tasks': {
    meaning: 'See tasks about the interface: unmapped places, people whom iPM deleted.',
    roles: ['integration-operator', 'service-manager'],
  },
  'ipm.work-tasks': {
    meaning: 'Claim tasks about the interface, release them, and settle those that people settle.',
    roles: ['integration-operator', 'service-manager'],
  },
  'ipm.take-over-tasks': {
    meaning: 'Take tasks about the interface over from somebody else, and release their claims.',
    roles: ['service-manager'],
  },
  'ipm.erase': {
    meaning: 'Take the messages about somebody out of the inbox, as part of an erasure. No person may.',
    roles: ['service'],
  },
  'ipm.see-parked': {
    meaning: 'See of which patients messages wait behind one that is not understood. Ids alone.',
    roles: ['bed-manager', 'integration-operator', 'service'],
  },
  'ipm.configure-partner': {
    meaning: 'Take a new configuration of a partner into use.',
    roles: ['integration-operator', 'administrator'],
  },
  'gateway.set-users': {
    meaning: 'Set the roles and scopes of users whose tokens do not say them.',
    roles: ['administrator', 'service'],
  },
  'operations.rebuild': {
    meaning: 'Have a service throw its documents away and build them again from its events.',
    roles: ['administrator'],
  },
  'operations.raise-event-types': {
    meaning: 'See which instances read which stored events, and have new ones written once all do.',
    roles: ['administrator'],
  },
  'audit.review-break-glass': {
    meaning:
      'See who opened which patient by break-glass and why, and say whether it was right. Nobody reviews their own.',
    roles: ['ig-officer'],
  },
  'audit.verify': {
    meaning: 'Have the audit verified: whether every entry is as it was written, and none is gone. Nobody is named.',
    roles: ['ig-officer', 'administrator'],
  },
  'audit.read': {
    meaning: 'Ask who looked at a patient, and what a user saw.',
    roles: ['ig-officer'],
  },
} as const satisfies Readonly<Record<string, Granted>>;

export type Right = keyof typeof RIGHTS;

/** True when one of these roles has the right. Where it holds is a matter of scope, checked beside it. */
export function may(roles: readonly Role[], right: Right): boolean {
  const granted: readonly Role[] = RIGHTS[right].roles;
  return roles.some((role) => granted.includes(role));
}
