import { instantOfEpochMs, type Instant } from '@flow/platform/time/instant';
import { z } from 'zod';

/** Contracts show London's offset; here it is UTC again. */
export const toldMoment = z.iso
  .datetime({ offset: true })
  .transform((text): Instant => instantOfEpochMs(Date.parse(text)));
