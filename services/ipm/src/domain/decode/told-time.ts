import { instantOfEpochMs, laterBy, type Instant } from '@flow/platform/time/instant';
import { readLondon } from '@flow/platform/time/london';
import type { PartnerConfig } from '../partner/partner-config';
import { readTimestamp, type ReadTimestamp } from '../hl7/timestamp';
import type { Told } from '../hl7/segment';
import type { Warning } from './decoding';

/** How a partner's times are read, for one message. */
export interface TimeRule {
  readonly ignoreOffsets: boolean;
  readonly correctionMs: number;
}

/** A time as told, before anything has chosen between the two hours of an October night. */
export interface ToldTime {
  /** Null: told, and it is no time (all zeros, a 31 June); undefined: not told. */
  readonly at: Instant | null | undefined;
  /** The later of two readings, when there are two. */
  readonly second?: Instant;
  readonly precision?: Extract<ReadTimestamp, { kind: 'time' }>['precision'];
  /** The London date as written. */
  readonly date?: string;
  /** The wall time as written. */
  readonly local?: string;
  readonly warning?: Warning;
}

const NOT_TOLD: ToldTime = { at: undefined };

/** What is added to a partner's times in messages received then. */
export function correctionAt({ clockCorrections }: PartnerConfig, receivedAt: Instant): number {
  return clockCorrections.filter(({ from }) => from <= receivedAt).at(-1)?.ms ?? 0;
}

/**
 * A time of a message (HL7 v2.4 §2.9.47). Without an offset it is London wall time. All zeros and dates that do not exist
 * are read as HL7's null, with a warning; text that is no time at all, as not told.
 */
export function readTime(told: Told, rule: TimeRule): ToldTime {
  if (told === undefined) return NOT_TOLD;
  if (told === null) return { at: null };
  const read = readTimestamp(told);
  if (read === undefined) return { at: undefined, warning: 'TIME_NOT_READ' };
  if (read.kind === 'impossible') return { at: null, warning: 'TIME_IMPOSSIBLE' };
  const { precision, local } = read;
  // A year or a month alone: its first day is not what was told.
  if (precision === 'year' || precision === 'month') return { at: undefined, warning: 'TIME_NOT_READ' };
  const named = { precision, local, date: local.slice(0, 10) };
  if (read.offsetMinutes !== undefined && !rule.ignoreOffsets) {
    const at = instantOfEpochMs(Date.parse(`${local}Z`) - read.offsetMinutes * 60_000);
    return { ...named, at: corrected(at, precision, rule) };
  }
  return { ...named, ...inLondon(local, precision, rule) };
}

function inLondon(
  local: string,
  precision: NonNullable<ToldTime['precision']>,
  rule: TimeRule,
): Pick<ToldTime, 'at' | 'second' | 'warning'> {
  const reading = readLondon(local);
  switch (reading.kind) {
    case 'one':
      return { at: corrected(reading.at, precision, rule) };
    case 'two':
      return { at: corrected(reading.first, precision, rule), second: corrected(reading.second, precision, rule) };
    case 'none':
      // A clock that had not been put forward yet.
      return { at: corrected(instantOfEpochMs(Date.parse(`${local}Z`)), precision, rule), warning: 'TIME_SKIPPED' };
  }
}

/** A date is no reading of a clock, so no clock corrects it. */
const corrected = (at: Instant, precision: ToldTime['precision'], { correctionMs }: TimeRule): Instant =>
  correctionMs === 0 || precision === 'day' ? at : laterBy(at, correctionMs);
