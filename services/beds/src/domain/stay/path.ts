import type { Instant } from '@flow/platform/time/instant';
import { coarserThan, NOWHERE_SAID, samePlace, type Place } from '../place';
import { effectiveAt } from './canonical-order';
import type { Telling } from './telling';
import type { StayRemark, ToldStep } from './told-stay';

/** What has been read of a stay so far, in canonical order. */
export interface Path {
  readonly steps: readonly ToldStep[];
  readonly remarks: ReadonlySet<StayRemark>;
  /** Where iPM has the patient; kept after they left. */
  readonly place: Place | null;
  readonly state: 'unopened' | 'in' | 'left' | 'cancelled';
  readonly onLeave: boolean;
  /** Somebody said more than that the patient attended. */
  readonly admitted: boolean;
  readonly admittedAt: Instant | null;
  readonly dischargedAt: Instant | null;
}

export const UNOPENED: Path = {
  steps: [],
  remarks: new Set(),
  place: null,
  state: 'unopened',
  onLeave: false,
  admitted: false,
  admittedAt: null,
  dischargedAt: null,
};

export const remarked = (path: Path, remark: StayRemark): Path => ({
  ...path,
  remarks: new Set([...path.remarks, remark]),
});

interface Placing {
  readonly fromSnapshot?: boolean;
  /** The place is given back or put right by what was recorded later: others who came meanwhile keep it. */
  readonly afterwards?: boolean;
}

/** The patient is in, and there: a step, unless that is where they were. */
function at(
  path: Path,
  telling: Telling,
  place: Place,
  { fromSnapshot = false, afterwards = false }: Placing = {},
): Path {
  const opened: Path = { ...path, state: 'in', place, dischargedAt: null };
  if (path.state === 'in' && samePlace(path.place, place) && !afterwards) return opened;
  const { order, occurredAt, source } = telling;
  const claimedAt = afterwards ? effectiveAt(order, occurredAt) : occurredAt;
  const { messageId } = source;
  const exchange = telling.exchange === true;
  const step: ToldStep = { kind: 'placed', order, occurredAt, messageId, place, claimedAt, exchange, fromSnapshot };
  return { ...opened, steps: [...path.steps, step], onLeave: path.state === 'in' && path.onLeave };
}

const step = (kind: 'left' | 'cancelled' | 'leave-started' | 'leave-ended', telling: Telling): ToldStep => ({
  kind,
  order: telling.order,
  occurredAt: telling.occurredAt,
  messageId: telling.source.messageId,
});

const openedUnheard = (path: Path): Path => (path.state === 'unopened' ? remarked(path, 'opened-from-snapshot') : path);

export function admitted(path: Path, telling: Telling): Path {
  const place = telling.place ?? (path.state === 'in' ? path.place : null) ?? NOWHERE_SAID;
  const admittedAt = path.admittedAt ?? telling.occurredAt;
  return { ...at(path, telling, place), admittedAt, admitted: path.admitted || telling.told === 'ADMITTED' };
}

export function transferred(path: Path, telling: Telling): Path {
  if (path.state === 'in' && (telling.place ?? null) === null) return { ...path, admitted: true };
  const remark = path.state === 'left' ? remarked(path, 'moved-after-discharge') : openedUnheard(path);
  const fromSnapshot = path.state !== 'in';
  return { ...at(remark, telling, telling.place ?? NOWHERE_SAID, { fromSnapshot }), admitted: true };
}

/** Back to the location in the message; where it names none, to where the cancelled transfer came from. */
export function transferCancelled(path: Path, telling: Telling, cancelledOne: boolean): Path {
  if (path.state === 'left') return path;
  const place = telling.place ?? path.place ?? NOWHERE_SAID;
  const back = cancelledOne || !samePlace(place, path.place);
  const opened = { ...openedUnheard(path), admitted: true };
  return back ? at(opened, telling, place, { fromSnapshot: !cancelledOne, afterwards: true }) : opened;
}

export function discharged(path: Path, telling: Telling): Path {
  if (path.state === 'left') return { ...path, dischargedAt: telling.occurredAt };
  const heard =
    path.state === 'in'
      ? path
      : at(openedUnheard(path), telling, telling.place ?? NOWHERE_SAID, { fromSnapshot: true });
  return {
    ...heard,
    steps: [...heard.steps, step('left', telling)],
    state: 'left',
    onLeave: false,
    dischargedAt: telling.occurredAt,
  };
}

export function dischargeCancelled(path: Path, telling: Telling, cancelledOne: boolean): Path {
  if (path.state === 'left') return path;
  const place = telling.place ?? path.place ?? NOWHERE_SAID;
  const back = cancelledOne || path.state !== 'in' || !samePlace(place, path.place);
  const opened = { ...openedUnheard(path), admitted: true };
  return back ? at(opened, telling, place, { fromSnapshot: !cancelledOne, afterwards: true }) : opened;
}

export function admissionCancelled(path: Path, telling: Telling, afterMoves: boolean): Path {
  // What was recorded after this cancel stands, even where it speaks of an earlier time.
  if (path.state === 'in' || path.state === 'left') return path;
  const cancelled: Path = { ...path, steps: [...path.steps, step('cancelled', telling)], state: 'cancelled' };
  return afterMoves ? remarked(cancelled, 'cancelled-after-moves') : cancelled;
}

export function reclassified(path: Path, telling: Telling): Path {
  const isAdmitted = (telling.details.patientClass ?? null) !== 'O';
  if (path.state === 'left') return { ...path, admitted: isAdmitted };
  const place = telling.place ?? path.place ?? NOWHERE_SAID;
  return { ...at(openedUnheard(path), telling, place), admitted: isAdmitted };
}

/** A snapshot puts a place right only where it names our last movement; else its place may be old or another's. */
export function corrected(path: Path, telling: Telling): Path {
  const place = telling.place ?? null;
  const last = path.steps.at(-1);
  if (place === null || path.state !== 'in' || last?.kind !== 'placed') return path;
  if (telling.movementAt !== last.occurredAt || samePlace(place, last.place)) return path;
  const claimedAt = effectiveAt(telling.order, telling.occurredAt);
  const put: ToldStep = { ...last, place, claimedAt: claimedAt > last.claimedAt ? claimedAt : last.claimedAt };
  return { ...path, place, steps: [...path.steps.slice(0, -1), { ...put, messageId: telling.source.messageId }] };
}

export function leaveStarted(path: Path, telling: Telling): Path {
  if (path.state === 'left') return path;
  const heard =
    path.state === 'in'
      ? path
      : at(openedUnheard(path), telling, telling.place ?? NOWHERE_SAID, { fromSnapshot: true });
  return { ...heard, steps: [...heard.steps, step('leave-started', telling)], onLeave: true, admitted: true };
}

export function leaveEnded(path: Path, telling: Telling): Path {
  if (path.state === 'left') return path;
  const place = telling.place ?? path.place ?? NOWHERE_SAID;
  const elsewhere = path.place === null || !coarserThan(place, path.place);
  const back = elsewhere ? at(openedUnheard(path), telling, place, { fromSnapshot: path.state !== 'in' }) : path;
  const steps = path.onLeave ? [...back.steps, step('leave-ended', telling)] : back.steps;
  return { ...back, steps, onLeave: false, admitted: true };
}

export function leaveEndCancelled(path: Path, telling: Telling): Path {
  return path.onLeave ? path : leaveStarted(path, telling);
}
