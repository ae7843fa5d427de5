import type { TaskKinds } from '@flow/platform/tasks/task';

/** What people are asked to settle about the identity of patients. Subjects are patients: the one that it is about first. */
export const PATIENT_TASKS = {
  'nhs-number-claimed-elsewhere': {
    ownerRole: 'service-manager',
    suggestedFix: 'COMPARE_AND_MERGE',
    raised: 'A patient was told an NHS number that another was told before.',
    closed: 'One of the two loses the number, or they are merged.',
  },
  'nhs-number-refused': {
    ownerRole: 'service-manager',
    suggestedFix: 'CORRECT_NHS_NUMBER',
    raised: 'A number was told that cannot be an NHS number here; it was not taken.',
    closed: 'A number that can be one is told, or that there is none; or the patient is merged into another.',
  },
  'merges-contradict': {
    ownerRole: 'service-manager',
    suggestedFix: 'CHECK_MERGES',
    raised: 'Patients were merged into each other in a circle; the oldest merge was set aside.',
    closed: 'A merge of the circle is undone, or leads out of it.',
  },
} as const satisfies TaskKinds<string>;

export type PatientTaskKind = keyof typeof PATIENT_TASKS;
