import type { Instant } from '@flow/platform/time/instant';
import type { StayStatus, ToldStay } from './told-stay';
import { weighed } from './whereabouts';

/** What a stay amounts to when what our people did counts beside what iPM told. */
export interface EffectiveStay {
  readonly status: StayStatus;
  readonly admittedAt: Instant | null;
  readonly dischargedAt: Instant | null;
}

type Weighed = Pick<ToldStay, 'steps' | 'deeds' | 'withdrawn' | 'status' | 'admittedAt' | 'dischargedAt'>;

/** iPM keeps the legal record: where it tells of an admission, that is when it was. */
function admittedAt({ admittedAt: told, deeds }: Weighed): Instant | null {
  const ours = deeds.flatMap((deed) => (deed.kind === 'placed' && deed.why === 'admitted' ? [deed.occurredAt] : []));
  return told ?? ours.sort().at(0) ?? null;
}

/** Nobody holds the patient to be anywhere: they never came, or what brought them here was taken back. */
function nowhere({ status, dischargedAt, steps, deeds, withdrawn }: Weighed): EffectiveStay {
  const isTakenBack = status === 'unknown' && steps.length === 0 && deeds.length === 0 && withdrawn.length > 0;
  return { status: isTakenBack ? 'cancelled' : status, admittedAt: null, dischargedAt };
}

/**
 * Whether the patient is in, by the last word of either side that counts: a discharge of ours ends a stay that iPM has open,
 * and whoever the ward saw in bed is in, though iPM has let them go. `ipmWins`: as for `weighed`.
 */
export function effectively(stay: Weighed, ipmWins: boolean): EffectiveStay {
  const { ours, leave } = weighed(stay.steps, stay.deeds, ipmWins);
  if (ours === null) return { ...nowhere(stay), admittedAt: stay.admittedAt };
  const began = admittedAt(stay);
  if (ours.place !== null)
    return { status: leave === null ? 'current' : 'on-leave', admittedAt: began, dischargedAt: null };
  const isOverThere = stay.status === 'discharged' || stay.status === 'cancelled';
  return isOverThere
    ? { status: stay.status, admittedAt: began, dischargedAt: stay.dischargedAt }
    : { status: 'discharged', admittedAt: began, dischargedAt: ours.since };
}
