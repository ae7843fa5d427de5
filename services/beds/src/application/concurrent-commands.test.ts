import { openTestEngines } from '@flow/platform/engines/testing';
import { isBookkeeping } from '@flow/platform/decider/book-events';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { bookEventCodec } from '../adapters/eventstore/book-event-codec';
import { bookDecider } from '../domain/book/book';
import { doubleOccupancies } from '../domain/book/invariants';
import { bedId, patientId, stayId } from '../domain/ids';
import { chance } from '../domain/testing/random-commands';
import { on } from '../domain/testing/estate';
import { stayOfVisit } from './visit';
import { contextOf, laneContext, openBeds, placeOf, setClock, setUp, estateOf, tells, type Beds } from './testing/beds';
import { Crash, mortal } from './testing/mortal';
import { everything } from './testing/everything';

const SEED = 20260204;
const COMMANDS = 300;
const ESTATE = estateOf(20, 20);
const BEDS = ESTATE.beds.map(({ code }) => code);
const PATIENTS = Array.from({ length: 50 }, (_, index) => `p${index}`);

/** One careless thing that somebody does, or iPM tells, each from another person at the same moment. */
function commands(random: () => number, round: number): ((beds: Beds) => Promise<unknown>)[] {
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  const stayOf = (patient: string) =>
    random() < 0.7 ? stayOfVisit(tells('ADMITTED', '08:00', patient)) : stayId(`none-${patient}`);
  const minute = () => `08:${String(10 + Math.floor(random() * 49))}`;
  return Array.from({ length: COMMANDS }, (_, index) => {
    const [patient, other, bed] = [pick(PATIENTS), pick(PATIENTS), pick(BEDS)];
    const context = contextOf(`${round}-${index}`, pick(['wes', 'bea', 'ada']));
    const arrival = { to: { kind: 'bed', bedId: bedId(bed) }, despite: ['not-clean', 'closed'] } as const;
    const told = pick(['ADMITTED', 'TRANSFERRED', 'TRANSFERRED', 'DISCHARGED'] as const);
    const telling = tells(told, minute(), patient, { messageId: `m${round}-${index}`, place: placeOf(bed) });
    const [first, second] = [stayOf(patient), stayOf(other)];
    return pick<(beds: Beds) => Promise<unknown>>([
      (beds) => beds.tellStay(telling, laneContext(telling)),
      (beds) => beds.tellStay(telling, laneContext(telling)),
      (beds) => beds.admit({ patientId: patientId(patient), arrival }, context),
      (beds) => beds.move({ stayId: first, arrival }, context),
      (beds) => beds.swap({ first, second }, context),
      (beds) => beds.discharge({ stayId: first }, context),
      (beds) => beds.reinstateStay({ stayId: first, arrival }, context),
      (beds) => beds.holdBed({ bedId: bedId(bed), until: on('11:00'), reason: 'elective', patientId: null }, context),
      (beds) => beds.closeBed({ bedId: bedId(bed), reason: 'estates' }, context),
      (beds) => beds.openBed({ bedId: bedId(bed) }, context),
    ]);
  });
}

/** Every state that each book went through. */
function* statesOf(events: readonly RecordedEvent[]) {
  const books = new Map<string, typeof bookDecider.initialState>();
  for (const event of events) {
    if (isBookkeeping(event.type)) continue;
    const state = bookDecider.evolve(books.get(event.stream) ?? bookDecider.initialState, bookEventCodec.decode(event));
    books.set(event.stream, state);
    if (!event.type.includes('-carried.')) yield state;
  }
}

/** On a machine that is busy with others too, nobody is sent away for having waited long. */
const clock = { ...setClock(on('09:00')), monotonicMs: () => 0 };

const isTrouble = (one: PromiseSettledResult<unknown>): boolean =>
  one.status === 'rejected' ? !(one.reason instanceof Crash) : JSON.stringify(one.value).includes('CONTENDED');

it('300 commands at once on two instances, killed and started again, give no bed twice after any event', async () => {
  const engines = await openTestEngines();
  const open = (dieBefore: number) =>
    openBeds(engines, { clock, limit: 120, store: mortal(engines.events, dieBefore) });
  try {
    await setUp(await openBeds(engines), ESTATE);
    const random = chance(SEED);
    for (const [round, dieBefore] of [60, Infinity].entries()) {
      const instances = [await open(dieBefore), await open(Infinity)] as const;
      const work = commands(random, round).map((command, index) => command(instances[index % 2]!));
      const settled = await Promise.allSettled(work);
      expect(settled.filter(isTrouble)).toStrictEqual([]);
      expect(settled.some(({ status }) => status === 'rejected')).toBe(dieBefore !== Infinity);
      const fresh = await openBeds(engines);
      const [ours, anew] = [await instances[1].deps.book.load(), await fresh.deps.book.load()];
      expect(ours.state.beds.rows()).toStrictEqual(anew.state.beds.rows());
    }
    const events = await everything(engines.events, ['occupancy-']);
    let checked = 0;
    for (const state of statesOf(events)) {
      expect(doubleOccupancies(state)).toStrictEqual([]);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(200);
    expect(new Set(events.map(({ stream }) => stream)).size).toBeGreaterThan(1);
  } finally {
    await engines.close();
  }
}, 60_000);
