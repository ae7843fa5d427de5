import { concernsOfStay } from '../book/concerns';
import { doubleOccupancies } from '../book/invariants';
import { deedId, type BedId, type StayId } from '../ids';
import type { Telling, Told } from '../stay/telling';
import { amal, amalStay, bryn, brynStay, clerk, cora, coraStay, on, telling } from './estate';
import { World } from './world';

type More = Parameters<typeof telling>[2];

/** A day on two wards, with the words for it; no bed is ever given twice in it. */
export function day() {
  const world = new World((book) => expect(doubleOccupancies(book)).toStrictEqual([]));
  const tell = (stay: StayId, one: Telling) => world.tell(one.occurredAt.slice(11, 16), [stay, one]);
  const told =
    (patient: typeof amal, stay: StayId) =>
    (kind: Told, time: string, more: More = {}) =>
      tell(stay, telling(kind, time, { patientId: patient, message: `${patient}-${kind}-${time}`, ...more }));
  return {
    world,
    amal: told(amal, amalStay),
    bryn: told(bryn, brynStay),
    cora: told(cora, coraStay),
    does: (command: Parameters<World['ask']>[0]) => {
      const decision = world.ask(command);
      expect(decision.accepted).toBe(true);
    },
    place: (stay: StayId) => {
      const row = world.book.stays.get(stay);
      return row === undefined ? 'gone' : [row.ours.place?.wardId ?? null, row.bedId];
    },
    occupants: (bed: BedId) => world.book.beds.get(bed)?.occupants,
    concerns: (stay: StayId) => concernsOfStay(world.book, stay).map(({ kind }) => kind),
    notes: (stay: StayId) => world.book.stays.get(stay)?.notes,
    theWardMoves: (stay: StayId, time: string, bedId: BedId, despite: readonly ('not-clean' | 'closed')[] = []) =>
      world.ask({
        type: 'Move',
        stayId: stay,
        arrival: { to: { kind: 'bed', bedId }, despite },
        deedId: deedId(`move-${time}`),
        by: clerk,
        at: on(time),
      }),
    theWardConfirms: (stay: StayId, time: string) =>
      world.ask({ type: 'ConfirmPlace', stayId: stay, deedId: deedId(`seen-${time}`), by: clerk, at: on(time) }),
  };
}
