import { since, type Vocabulary } from '@flow/platform/vocabulary/vocabulary';

/** Every stored event type that this service reads. Lines are added, never changed or removed. */
export const GATEWAY_VOCABULARY: Vocabulary = {
  ...since(1, [
    'audit-streams-sealed.v1',
    'break-glass-opened.v1',
    'break-glass-reviewed.v1',
    'nobody-shown.v1',
    'patients-shown.v1',
    'user-scopes-removed.v1',
    'user-scopes-set.v1',
  ]),
};
