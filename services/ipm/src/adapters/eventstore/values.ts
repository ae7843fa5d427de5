import { instant, type Instant } from '@flow/platform/time/instant';
import { z } from 'zod';

export const instantSchema = z.string().transform((text, context): Instant => {
  try {
    return instant(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});

export const texts = z.array(z.string()).readonly();
