import type { WaitingCalls } from '../../engines/waiting-calls';
import { faultOf, type Asked } from './faults';

/** Asks the driver for something; rejects with the port's errors. */
export type Ask = <T>(asked: Asked, work: () => Promise<T>) => Promise<T>;

/** Each waits for no longer than that, and only briefly once the calls are given up. */
export const asker =
  (calls: WaitingCalls, longestMs: number): Ask =>
  async (asked, work) => {
    try {
      return await calls.within(longestMs, work);
    } catch (error) {
      throw faultOf(error, asked);
    }
  };
