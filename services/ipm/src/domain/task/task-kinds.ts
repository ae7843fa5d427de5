import type { TaskKinds } from '@flow/platform/tasks/task';

/** What people are asked to settle about the interface. */
export const INTERFACE_TASKS = {
  /** Its subject is the place's id; the words are in the message. */
  'place-unmapped': {
    ownerRole: 'integration-operator',
    suggestedFix: 'MAP_PLACE',
    raised: 'iPM names a place that the partner’s map does not know.',
    closed: 'The partner’s map knows the place, and a message that named it is read anew.',
  },
  /** Its subject is the message. */
  'person-delete-told': {
    ownerRole: 'service-manager',
    suggestedFix: 'CHECK_PERSON_WITH_IPM',
    raised: 'iPM deleted a person; we never do.',
    closed: 'Somebody has looked, and says what they found.',
    byHand: true,
  },
} as const satisfies TaskKinds<string>;

export type InterfaceTaskKind = keyof typeof INTERFACE_TASKS;
