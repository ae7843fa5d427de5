import { accept } from '@flow/platform/decider/decider';
import { inBed } from '../place';
import { refuse, type BookDecision } from './asking';
import type { WardCommand } from './commands';
import { isDone } from './decide-admit';
import { stayFault } from './decide-move';
import type { Leg } from './events';
import { moved, placing } from './moves';
import { spotOf } from './settle';
import type { Bed, BookState, BookStay } from './state';

type Swap = Extract<WardCommand, { type: 'Swap' }>;

interface InBed {
  readonly stay: BookStay;
  readonly bed: Bed;
}

function inBedNow(command: Swap, state: BookState, stay: BookStay): InBed | BookDecision {
  const fault = stayFault(command, stay);
  if (fault !== undefined) return fault;
  if (stay.leave !== null) return refuse('PATIENT_ON_LEAVE');
  const bed = stay.bedId === null ? undefined : state.beds.get(stay.bedId);
  return bed === undefined ? refuse('PATIENT_WITHOUT_BED') : { stay, bed };
}

const isRefusal = (answer: InBed | BookDecision): answer is BookDecision => 'accepted' in answer;

/** One takes the other's bed as it is: nobody cleans between. */
function legTo(command: Swap, state: BookState, { stay, bed: own }: InBed, { stay: other, bed }: InBed) {
  const place = inBed(bed.wardId, bed.bayId, bed.bedId);
  const deed = placing(command, state, stay, { why: 'swapped', place, sharing: other.ours.sharing });
  const leg: Leg = {
    ...{ stayId: stay.stayId, patientId: stay.patientId, from: spotOf(state, stay), deed },
    to: { wardId: bed.wardId, bedId: bed.bedId },
    notes: bed.service.state === 'closed' ? ['closed'] : [],
    leaves: own.readiness,
  };
  return { leg, deed };
}

/** Two patients change beds in one event, so that neither is ever without. */
export function swap(command: Swap, state: BookState): BookDecision {
  const { first, second, deedId } = command;
  if (first === second) return refuse('SAME_PATIENT_TWICE');
  const [one, other] = [state.stays.get(first), state.stays.get(second)];
  if (one === undefined || other === undefined) return refuse('STAY_UNKNOWN');
  if (isDone(one, deedId) && isDone(other, deedId)) return accept();
  const [a, b] = [inBedNow(command, state, one), inBedNow(command, state, other)];
  if (isRefusal(a)) return a;
  if (isRefusal(b)) return b;
  if (a.bed.bedId === b.bed.bedId) return refuse('SAME_BED');
  const there = legTo(command, state, a, b);
  const back = legTo(command, state, b, a);
  const times = [there.deed.occurredAt, back.deed.occurredAt].sort();
  const occurredAt = times[1] ?? there.deed.occurredAt;
  return moved(command, state, { cause: 'swapped', occurredAt, legs: [there.leg, back.leg] });
}
