import type { Instant } from '@flow/platform/time/instant';
import type { MessageStories, MessageStory } from './message-stories';

/** A message that is not understood, and what waits behind it. */
export interface ParkedLane {
  readonly messageId: string;
  readonly reason: string;
  /** Those whom other messages of its lanes were about; none where nobody is known yet. */
  readonly patientIds: readonly string[];
  readonly since: Instant;
  /** How many wait, as far as is counted. */
  readonly waiting: number;
}

/** Lanes with a message that is in doubt: whoever they are about may be elsewhere than is shown. */
export interface ParkedLanes {
  /** The latest first; at most 100. */
  list(): Promise<readonly ParkedLane[]>;
}

const MOST = 100;
/** A doubt about who somebody is, in whose lane later messages wait, and a swap that waits for one of the two. */
const IN_DOUBT = ['PATIENTS_IDENTIFIERS_CONFLICT', 'PATIENT_UNKNOWN'];
const WAITING = ['BEHIND_QUARANTINED'];

export function createParkedLanes(stories: Pick<MessageStories, 'list'>): ParkedLanes {
  async function parked({ messageId, reason, lanes, receivedAt }: MessageStory): Promise<ParkedLane> {
    const waiting = new Set<string>();
    const patientIds = new Set<string>();
    for (const lane of lanes) {
      const behind = await stories.list({ lane, statuses: ['quarantined'], reasons: WAITING }, { first: MOST });
      for (const one of behind) waiting.add(one.messageId);
      const [last] = await stories.list({ lane, statuses: ['applied'] }, { first: 1 });
      for (const id of last?.patientIds ?? []) patientIds.add(id);
    }
    const facts = { messageId, reason: reason ?? '', since: receivedAt };
    return { ...facts, patientIds: [...patientIds], waiting: waiting.size };
  }

  return {
    async list() {
      const heads = await stories.list({ statuses: ['quarantined'], reasons: IN_DOUBT }, { first: MOST });
      return Promise.all(heads.map(parked));
    },
  };
}
