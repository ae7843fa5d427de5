import { instantOfEpochMs } from '@flow/platform/time/instant';
import { londonWallClock } from '@flow/platform/time/london';

/** London wall time as a PAS writes it, YYYYMMDDHHmmss, of a count of milliseconds since 1970. */
export const londonText = (epochMs: number): string =>
  londonWallClock(instantOfEpochMs(epochMs))
    .replaceAll(/[^0-9]/g, '')
    .slice(0, 14)
    .padEnd(14, '0');
