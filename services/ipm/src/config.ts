import { flag } from '@flow/platform/config/fields';
import { claimHours } from '@flow/platform/tasks/claim-config';
import { z } from 'zod';

/** What the interface is told by its environment. */
export const ipmConfig = z
  .object({
    /** The trust's ODS code, as public events name their source. */
    TRUST: z
      .string()
      .regex(/^[A-Z0-9]{3,5}$/, 'must be an ODS code of 3 to 5 capitals and digits')
      .default('RXX'),
    /** The folder with one JSON file a partner. */
    PARTNERS_DIR: z.string().min(1).default('data/partners'),
    /** `false`: the partners' files are taken, and no port is opened. */
    MLLP: flag(true),
    /** Whole days of the inbox go after so many days, once all their messages are at their end; 0: never. */
    INBOX_RETENTION_DAYS: z.coerce.number().int().min(0).max(36_500).default(400),
    /** How long a claim on a task stands before it lapses. */
    TASK_CLAIM_HOURS: claimHours(),
  })
  .transform(({ TRUST, PARTNERS_DIR, MLLP, INBOX_RETENTION_DAYS, TASK_CLAIM_HOURS }) => ({
    ...{ trust: TRUST, partnersDir: PARTNERS_DIR, listens: MLLP, claimMs: TASK_CLAIM_HOURS },
    retentionDays: INBOX_RETENTION_DAYS,
  }));

export type IpmConfig = z.output<typeof ipmConfig>;
