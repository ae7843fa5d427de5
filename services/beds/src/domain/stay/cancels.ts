import { recordedPart } from './canonical-order';
import type { Told, Telling } from './telling';

/** What a cancel takes back: the kinds it can mean, and whether it means all of them or one. */
const TAKES_BACK: Partial<Record<Told, { readonly kinds: readonly Told[]; readonly all: boolean }>> = {
  TRANSFER_CANCELLED: { kinds: ['TRANSFERRED'], all: false },
  DISCHARGE_CANCELLED: { kinds: ['DISCHARGED'], all: false },
  LEAVE_START_CANCELLED: { kinds: ['LEAVE_STARTED'], all: false },
  LEAVE_END_CANCELLED: { kinds: ['LEAVE_ENDED'], all: false },
  ADMISSION_CANCELLED: {
    kinds: [
      'ADMITTED',
      'ATTENDED',
      'TRANSFERRED',
      'TRANSFER_CANCELLED',
      'DISCHARGED',
      'DISCHARGE_CANCELLED',
      'RECLASSIFIED',
      'LEAVE_STARTED',
      'LEAVE_ENDED',
      'LEAVE_START_CANCELLED',
      'LEAVE_END_CANCELLED',
    ],
    all: true,
  },
  ADMISSION_EXPECTATION_WITHDRAWN: { kinds: ['ADMISSION_EXPECTED', 'PRE_ADMITTED'], all: true },
  TRANSFER_REQUEST_WITHDRAWN: { kinds: ['TRANSFER_REQUESTED'], all: true },
  DISCHARGE_PLAN_WITHDRAWN: { kinds: ['DISCHARGE_PLANNED'], all: true },
};

/** A cancel names the time of what it cancels (HL7 v2.4 §3.4.1.6, EVN-6); failing that, it means the last of its kind. */
function meant(cancel: Telling, candidates: readonly Telling[]): Telling | undefined {
  const named = candidates.filter(({ occurredAt }) => occurredAt === cancel.occurredAt).at(-1);
  if (named !== undefined) return named;
  const last = candidates.at(-1);
  const bed = cancel.place?.bedId ?? null;
  // It would put the patient where they went by this very transfer: that is not the one it takes back.
  const isElsewhere = cancel.told === 'TRANSFER_CANCELLED' && bed !== null && last?.place?.bedId === bed;
  return isElsewhere ? undefined : last;
}

const byRecording = (a: Telling, b: Telling): number => (recordedPart(a.order) < recordedPart(b.order) ? -1 : 1);

/**
 * Which tellings others take back, each with the cancel that did. A cancel takes back only what was recorded before it,
 * wherever either stands in the canonical order and whichever was delivered first.
 */
export function takenBack(tellings: readonly Telling[]): ReadonlyMap<Telling, Telling> {
  const gone = new Map<Telling, Telling>();
  for (const cancel of [...tellings].sort(byRecording)) {
    const takes = TAKES_BACK[cancel.told];
    if (takes === undefined) continue;
    const before = recordedPart(cancel.order);
    const candidates = tellings.filter(
      (telling) => takes.kinds.includes(telling.told) && recordedPart(telling.order) < before && !gone.has(telling),
    );
    const one = meant(cancel, candidates);
    for (const telling of takes.all ? candidates : one === undefined ? [] : [one]) gone.set(telling, cancel);
  }
  return gone;
}
