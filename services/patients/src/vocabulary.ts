import { since, type Vocabulary } from '@flow/platform/vocabulary/vocabulary';

/** Every stored event type that this service reads. Lines are added, never changed or removed. */
export const PATIENTS_VOCABULARY: Vocabulary = {
  ...since(1, [
    'erasure-ordered.v1',
    'erasure-part-done.v1',
    'identifier-claimed.v1',
    'nhs-number-claimed.v1',
    'nhs-number-released.v1',
    'note-corrected.v1',
    'note-withdrawn.v1',
    'note-written.v1',
    'patient-contact-recorded.v1',
    'patient-details-told.v1',
    'patient-merged.v1',
    'patient-needs-recorded.v1',
    'patient-record-noted.v1',
    'patient-registered.v1',
    'patient-task-claimed.v1',
    'patient-task-closed.v1',
    'patient-task-raised.v1',
    'patient-task-released.v1',
    'patient-task-reopened.v1',
    'patient-unmerged.v1',
  ]),
};
