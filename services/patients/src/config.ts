import { nodeEnv } from '@flow/platform/config/fields';
import { claimHours } from '@flow/platform/tasks/claim-config';
import { z } from 'zod';

/** What the patients service is told by its environment. */
export const patientsConfig = z
  .object({
    NODE_ENV: nodeEnv(),
    /** The trust's ODS code, as public events name their source. */
    TRUST: z
      .string()
      .regex(/^[A-Z0-9]{3,5}$/, 'must be an ODS code of 3 to 5 capitals and digits')
      .default('RXX'),
    /** Whose numbers are held here. Test NHS numbers (999…) are refused where people are real. */
    POPULATION: z.enum(['real', 'invented']).optional(),
    /** Where orders of erasures are kept beside the event store: one JSON line each. In the documents alone where not told. */
    ERASURES_FILE: z.string().optional(),
    /** How long a claim on a task stands before it lapses. */
    TASK_CLAIM_HOURS: claimHours(),
  })
  .transform(({ NODE_ENV, TRUST, POPULATION, ERASURES_FILE, TASK_CLAIM_HOURS }) => ({
    trust: TRUST,
    ...(ERASURES_FILE !== undefined && { erasuresFile: ERASURES_FILE }),
    claimMs: TASK_CLAIM_HOURS,
    population: POPULATION ?? (NODE_ENV === 'production' ? ('real' as const) : ('invented' as const)),
  }));

export type PatientsConfig = z.output<typeof patientsConfig>;
