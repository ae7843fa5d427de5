import fc from 'fast-check';
import { openTestEngines } from '@flow/platform/engines/testing';
import { isBookkeeping } from '@flow/platform/decider/book-events';
import type { Engines } from '@flow/platform/engines/engines';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { bookEventCodec } from '../adapters/eventstore/book-event-codec';
import { bookDecider } from '../domain/book/book';
import { doubleOccupancies } from '../domain/book/invariants';
import { bedId, patientId, stayId } from '../domain/ids';
import { chance } from '../domain/testing/random-commands';
import { on } from '../domain/testing/estate';
import { stayOfVisit } from './visit';
import { contextOf, laneContext, openBeds, placeOf, setClock, setUp, estateOf, tells, type Beds } from './testing/beds';
import { Crash, mortal, type Moment } from './testing/mortal';
import { everything } from './testing/everything';

const SEED = 20260204;
const ESTATE = estateOf(20, 20);
/** So many appends a half of the commands surely makes. */
const SURELY_REACHED = 10;
const BEDS = ESTATE.beds.map(({ code }) => code);
const PATIENTS = Array.from({ length: 50 }, (_, index) => `p${index}`);

/** One careless thing that somebody does, or iPM tells, each from another person at the same moment. */
function commands(random: () => number, round: number, count: number): ((beds: Beds) => Promise<unknown>)[] {
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  const stayOf = (patient: string) =>
    random() < 0.7 ? stayOfVisit(tells('ADMITTED', '08:00', patient)) : stayId(`none-${patient}`);
  const minute = () => `08:${String(10 + Math.floor(random() * 49))}`;
  return Array.from({ length: count }, (_, index) => {
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

/** When an instance dies, if it does. */
interface Death {
  readonly nth: number;
  readonly moment: Moment;
}
const NEVER: Death = { nth: Infinity, moment: 'before' };

/** One start of two instances over the same store, up to the death of whichever dies. */
type Life = readonly [Death, Death];

interface Lives {
  readonly lives: readonly Life[];
  readonly commandsEach: number;
  readonly seed: number;
}

/** All at once on two instances; what a death cut off is sent again to another one, as whoever got no answer does. */
async function live(engines: Engines, life: Life, todo: readonly ((beds: Beds) => Promise<unknown>)[]): Promise<void> {
  const open = ({ nth, moment }: Death) =>
    openBeds(engines, { clock, limit: 60, store: mortal(engines.events, nth, moment) });
  const instances = [await open(life[0]), await open(life[1])] as const;
  const settled = await Promise.allSettled(todo.map((command, index) => command(instances[index % 2]!)));
  expect(settled.filter(isTrouble)).toStrictEqual([]);
  const next = await open(NEVER);
  const cutOff = todo.filter((_command, index) => settled[index]?.status === 'rejected');
  if (life[0].nth < SURELY_REACHED) expect(cutOff.length).toBeGreaterThan(0);
  expect((await Promise.allSettled(cutOff.map((command) => command(next)))).filter(isTrouble)).toStrictEqual([]);
  const [ours, anew] = [await next.deps.book.load(), await (await openBeds(engines)).deps.book.load()];
  expect(ours.state.beds.rows()).toStrictEqual(anew.state.beds.rows());
}

async function giveNoBedTwice({ lives, commandsEach, seed }: Lives): Promise<void> {
  const engines = await openTestEngines();
  try {
    await setUp(await openBeds(engines), ESTATE);
    const random = chance(seed);
    for (const [round, life] of lives.entries()) await live(engines, life, commands(random, round, commandsEach));
    const events = await everything(engines.events, ['occupancy-']);
    let checked = 0;
    for (const state of statesOf(events)) {
      expect(doubleOccupancies(state)).toStrictEqual([]);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(60);
    expect(new Set(events.map(({ stream }) => stream)).size).toBeGreaterThan(1);
  } finally {
    await engines.close();
  }
}

it(
  '300 commands at once on two instances, one killed and started again, give no bed twice after any event',
  () =>
    giveNoBedTwice({
      lives: [
        [{ nth: 60, moment: 'before' }, NEVER],
        [NEVER, NEVER],
      ],
      commandsEach: 300,
      seed: SEED,
    }),
  60_000,
);

it('nor do instances that die anywhere, before an append or after it, both or one, again and again', async () => {
  const death = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        nth: fc.integer({ min: 1, max: 80 }),
        moment: fc.constantFrom<Moment>('before', 'after'),
      }),
    },
    { weight: 1, arbitrary: fc.constant(NEVER) },
  );
  const lives = fc.array(fc.tuple(death, death), { minLength: 2, maxLength: 3 });
  const seed = fc.integer({ min: 1, max: 1_000_000 });
  await fc.assert(
    fc.asyncProperty(lives, seed, (each, dice) => giveNoBedTwice({ lives: each, commandsEach: 80, seed: dice })),
    { seed: SEED, numRuns: 6 },
  );
});
