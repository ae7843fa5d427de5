import { wholeNumber } from '../config/fields';

const HOUR_MS = 3_600_000;
const DEFAULT_HOURS = 12;

/** TASK_CLAIM_HOURS: how long a claim on a task stands before it lapses; in milliseconds. */
export const claimHours = () =>
  wholeNumber(1, 168)
    .default(DEFAULT_HOURS)
    .transform((hours) => hours * HOUR_MS);
