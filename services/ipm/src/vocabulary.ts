import { since, type Vocabulary } from '@flow/platform/vocabulary/vocabulary';

/** Every stored event type that this service reads. Lines are added, never changed or removed. */
export const IPM_VOCABULARY: Vocabulary = {
  ...since(1, [
    'frame-received.v1',
    'frame-refused.v1',
    'inbox-day-expired.v1',
    'inbox-day-expiring.v1',
    'interface-task-claimed.v1',
    'interface-task-closed.v1',
    'interface-task-raised.v1',
    'interface-task-released.v1',
    'interface-task-reopened.v1',
    'junk-received.v1',
    'lane-joined.v1',
    'lane-message-parked.v1',
    'lane-message-unparked.v1',
    'message-decoded.v1',
    'message-edited.v1',
    'message-retry-asked.v1',
    'message-settled.v1',
    'message-skip-asked.v1',
    'messages-erased.v1',
  ]),
};
