import { createHmac } from 'node:crypto';
import type { LaneNumber } from '../domain/decode/decoding';

/** Names the lane of a number by HMAC, so that no name of a stream says whose it is. */
export type LaneOf = (number: LaneNumber) => string;

export const laneNames =
  (siteKey: Buffer): LaneOf =>
  ({ authority, value }) =>
    createHmac('sha256', siteKey).update(`lane|${authority.length}|${authority}|${value}`).digest('hex').slice(0, 32);
