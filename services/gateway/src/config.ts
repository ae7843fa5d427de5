import { wholeNumber } from '@flow/platform/config/fields';
import { z } from 'zod';

/** What the gateway's own records are told by its environment. */
export const gatewayConfig = z
  .object({
    /** The trust's ODS code: names its table of users. */
    TRUST: z
      .string()
      .regex(/^[A-Z0-9]{3,5}$/, 'must be an ODS code of 3 to 5 capitals and digits')
      .default('RXX'),
    /** How long a patient stays open to whoever broke the glass. */
    BREAK_GLASS_MINUTES: wholeNumber(1, 1440).default(60),
    /** After so long without a review, one is overdue. */
    BREAK_GLASS_REVIEW_HOURS: wholeNumber(1, 8760).default(72),
    /** Whether a report for a patient names who of the staff looked. */
    ACCESS_REPORT_STAFF: z.enum(['withheld', 'named']).default('withheld'),
  })
  .transform(({ TRUST, BREAK_GLASS_MINUTES, BREAK_GLASS_REVIEW_HOURS, ACCESS_REPORT_STAFF }) => ({
    trust: TRUST,
    breakGlassMinutes: BREAK_GLASS_MINUTES,
    breakGlassReviewHours: BREAK_GLASS_REVIEW_HOURS,
    reportNamesStaff: ACCESS_REPORT_STAFF === 'named',
  }));

export type GatewayConfig = z.output<typeof gatewayConfig>;
