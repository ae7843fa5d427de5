import { laterBy } from '@flow/platform/time/instant';
import type { Arrival, BookCommand } from '../book/commands';
import { deedId, holdId, patientId, stayId, type BedId, type DeedId, type StayId } from '../ids';
import { TOLD } from '../stay/telling';
import {
  a1,
  a2,
  a3,
  a4,
  at,
  b1,
  b2,
  b3,
  clerk,
  details,
  inA,
  inB,
  ipm,
  manager,
  on,
  orderOf,
  wardA,
  wardB,
} from './estate';
import type { World } from './world';

/** Numbers below 1 that follow from a seed (mulberry32), so that a failure can be had again. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const BEDS = [a1, a2, a3, a4, b1, b2, b3];
const PLACES = [...BEDS.map((bed) => at(bed)), inA, inB];
const PATIENTS = Array.from({ length: 8 }, (_, index) => patientId(`patient-${index}`));

/** Commands as a busy and careless hospital sends them, from wards and from iPM, each asked after the one before. */
export function* randomCommands(random: () => number, world: World, count: number): Generator<BookCommand> {
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)]!;
  const often = (share: number) => random() < share;
  for (let index = 0; index < count; index++) {
    const now = laterBy(on('06:00'), index * 60_000);
    yield next({ now, index });
  }

  function next({ now, index }: { now: ReturnType<typeof on>; index: number }): BookCommand {
    const acted = { by: pick([clerk, manager]), at: now };
    const bed = pick(BEDS);
    const deed = deedId(`deed-${index}`);
    const stay = someStay();
    const last = lastDeed(stay) ?? deed;
    const arrival = arriving(bed);
    const patient = details(pick(PATIENTS), { revision: below(5), restricted: often(0.2) });
    const whole: (() => BookCommand)[] = [
      () => ({ type: 'Admit', stayId: stayId(`ours-${index}`), patient, arrival, deedId: deed, ...acted }),
      () => ({ type: 'CancelAdmission', stayId: stay, ...acted }),
      () => ({ type: 'Move', stayId: stay, arrival, deedId: deed, ...acted }),
      () => ({ type: 'RevertMove', stayId: stay, deedId: last, ...acted }),
      () => ({
        type: 'Swap',
        first: stay,
        second: someStay(),
        deedId: deed,
        ...acted,
      }),
      () => ({ type: 'RevertSwap', first: stay, second: sharesDeed(stay, last) ?? stay, deedId: last, ...acted }),
      () => ({ type: 'Discharge', stayId: stay, deedId: deed, ...acted }),
      () => ({ type: 'ReinstateStay', stayId: stay, patient, arrival, deedId: deed, told: null, ...acted }),
      () => ({ type: 'ConfirmPlace', stayId: stay, deedId: deed, ...acted }),
      () => ({ type: 'StartLeave', stayId: stay, deedId: deed, ...acted }),
      () => ({ type: 'EndLeave', stayId: stay, deedId: deed, ...acted }),
      () => ({ type: 'CancelLeaveStart', stayId: stay, deedId: last, ...acted }),
      () => ({ type: 'CancelLeaveEnd', stayId: stay, deedId: last, ...acted }),
      () => ({ type: 'SettleDispute', stayId: stay, ...acted }),
      () => ({
        ...{ type: 'HoldBed', bedId: bed, holdId: holdId(`hold-${index}`), until: laterBy(now, below(20) * 60_000) },
        ...{ reason: 'transfer', patientId: often(0.5) ? patient.patientId : null, ...acted },
      }),
      () => ({
        type: 'ReleaseHold',
        bedId: bed,
        holdId: world.book.beds.get(bed)?.hold?.holdId ?? holdId('none'),
        ...acted,
      }),
      () => ({ type: 'CloseBed', bedId: bed, reason: 'infection', keepOccupant: often(0.5), ...acted }),
      () => ({ type: 'OpenBed', bedId: bed, ...acted }),
      () => ({ type: 'StartCleaning', bedId: bed, ...acted }),
      () => ({ type: 'StopCleaning', bedId: bed, ...acted }),
      () => ({ type: 'MarkBedClean', bedId: bed, ...acted }),
      () => ({ type: 'MarkBedNotClean', bedId: bed, ...acted }),
      () => ({ type: 'DecommissionBed', bedId: bed, ...acted }),
      () => ({ type: 'RegisterBed', bedId: bed, bed: world.book.beds.get(bed)!, ...acted }),
      () => ({ type: 'NotePatientDetails', patient, ...acted }),
      () => merge(now, index),
    ];
    return often(0.45) ? told(now, index) : pick(whole)();
  }

  function arriving(bed: BedId): Arrival {
    const hold = world.book.beds.get(bed)?.hold?.holdId;
    return {
      to: often(0.85) ? { kind: 'bed', bedId: bed } : { kind: 'ward', wardId: pick([wardA, wardB]) },
      ...(hold !== undefined && often(0.5) ? { holdId: hold } : {}),
      ...(often(0.15) ? { sharing: true } : {}),
      ...(often(0.7) ? { despite: ['not-clean', 'closed'] as const } : {}),
    };
  }

  function someStay(): StayId {
    const known = world.book.stays.rows();
    return known.length > 0 && often(0.9) ? pick(known).stayId : stayId(`stay-${below(12)}`);
  }

  function lastDeed(stay: StayId): DeedId | undefined {
    return world.book.stays.get(stay)?.deeds.at(-1)?.deedId;
  }

  function sharesDeed(stay: StayId, deed: DeedId): StayId | undefined {
    const others = world.book.stays.rows().filter((one) => one.stayId !== stay);
    return others.find((one) => one.deeds.at(-1)?.deedId === deed)?.stayId;
  }

  function merge(now: ReturnType<typeof on>, index: number): BookCommand {
    const survivor = details(pick(PATIENTS));
    const order = orderOf(now, now, `merge-${index}`);
    return { type: 'MergePatients', survivor, retiredId: pick(PATIENTS), order, occurredAt: now, by: ipm, at: now };
  }

  /** A visit belongs to one patient; what is told of it may be late, and may contradict itself. */
  function told(now: ReturnType<typeof on>, index: number): BookCommand {
    const visit = below(12);
    const occurredAt = laterBy(now, -below(90) * 60_000);
    const kind = often(0.7) ? pick(['ADMITTED', 'TRANSFERRED', 'DISCHARGED'] as const) : pick(TOLD);
    const id = stayId(`stay-${visit}`);
    const patient = PATIENTS[visit % PATIENTS.length]!;
    world.hear(id, {
      source: { partner: 'ipm', messageId: `m-${index}`, decoding: 1, index: 0 },
      ...{ told: kind, order: orderOf(occurredAt, now, `m-${index}`), occurredAt, patientId: patient, details: {} },
      ...(often(0.8) ? { place: pick(PLACES) } : {}),
      ...(often(0.1) ? { exchange: true as const } : {}),
    });
    return { type: 'Reconcile', stays: [world.fold(id)], patients: [details(patient)], by: ipm, at: now };
  }
}
