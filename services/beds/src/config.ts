import { milliseconds } from '@flow/platform/config/fields';
import { claimHours } from '@flow/platform/tasks/claim-config';
import { z } from 'zod';

const HOUR_MS = 3_600_000;

/** What the beds service is told by its environment. */
export const bedsConfig = z
  .object({
    /** The trust's ODS code, as public events name their source. */
    TRUST: z
      .string()
      .regex(/^[A-Z0-9]{3,5}$/, 'must be an ODS code of 3 to 5 capitals and digits')
      .default('RXX'),
    /** Names the one book of beds; the whole trust is one estate unless told otherwise. It never changes. */
    ESTATE: z
      .string()
      .regex(/^[a-z0-9-]{1,30}$/, 'must be 1 to 30 of a-z, 0-9 and -')
      .default('trust'),
    BOARD_HEARTBEAT_MS: milliseconds(5000, { from: 50, to: 15_000 }),
    /** From Friday to Monday for whoever comes in after a weekend; what was forgotten frees its bed by itself. */
    LONGEST_HOLD_MS: milliseconds(72 * HOUR_MS, { from: 60_000, to: 14 * 24 * HOUR_MS }),
    /** How long a claim on a task stands before it lapses. */
    TASK_CLAIM_HOURS: claimHours(),
  })
  .transform(({ TRUST, ESTATE, BOARD_HEARTBEAT_MS, LONGEST_HOLD_MS, TASK_CLAIM_HOURS }) => ({
    ...{ trust: TRUST, estate: ESTATE, beatMs: BOARD_HEARTBEAT_MS, longestHoldMs: LONGEST_HOLD_MS },
    claimMs: TASK_CLAIM_HOURS,
  }));

export type BedsConfig = z.output<typeof bedsConfig>;
