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
    /** How long a claim on a task stands before it lapses. */
    TASK_CLAIM_HOURS: claimHours(),
  })
  .transform(({ TRUST, PARTNERS_DIR, MLLP, TASK_CLAIM_HOURS }) => ({
    ...{ trust: TRUST, partnersDir: PARTNERS_DIR, listens: MLLP, claimMs: TASK_CLAIM_HOURS },
  }));

export type IpmConfig = z.output<typeof ipmConfig>;
