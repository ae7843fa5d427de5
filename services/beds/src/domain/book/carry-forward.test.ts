import { laterBy } from '@flow/platform/time/instant';
import { bedId, patientId, siteId, stayId, wardId } from '../ids';
import { inBed } from '../place';
import { aBed, details, estate, ipm, manager, on, orderOf } from '../testing/estate';
import { World } from '../testing/world';
import { bookDecider } from './book';
import { carryForward, withoutOldMerges } from './carry-forward';
import { chance, randomCommands } from '../testing/random-commands';
import type { BookEvent } from './events';
import type { BookState } from './state';
import type { Telling, Told } from '../stay/telling';

/** Everything that a state holds, in an order that says nothing. */
const contents = ({ seq, lastAt, ...tables }: BookState) => ({
  ...{ seq, lastAt },
  tables: Object.entries(tables).map(([name, table]) => [name, table.entries()]),
});

const SEED = 41;

it('folding what is carried forward gives the same state', () => {
  const random = chance(SEED);
  for (let run = 0; run < 20; run++) {
    const world = new World();
    for (const command of randomCommands(random, world, 120)) world.ask(command);
    const carried = carryForward(world.book).flat().reduce(bookDecider.evolve, bookDecider.initialState);
    expect(contents(carried)).toStrictEqual(contents(withoutOldMerges(world.book)));
  }
});

it('an old merge of people who are long gone is not carried, a recent one is', () => {
  const world = new World();
  const merge = (survivor: string, retired: string, at: ReturnType<typeof on>) =>
    world.ask({
      ...{ type: 'MergePatients', survivor: details(patientId(survivor)), retiredId: patientId(retired), by: ipm, at },
      ...{ occurredAt: at, order: orderOf(at, at, 'm') },
    });
  merge('p1', 'p2', on('01:00'));
  merge('p3', 'p4', '2026-02-12T00:00:00.000Z' as ReturnType<typeof on>);
  expect(
    withoutOldMerges(world.book)
      .merges.entries()
      .map(([id]) => id),
  ).toStrictEqual(['p4']);
  expect(
    withoutOldMerges(world.book)
      .patients.entries()
      .map(([id]) => id),
  ).toStrictEqual(['p3']);
});

const BEDS = 700;
const set = { by: manager, at: on('00:00') };

function bigEstate(): BookEvent[] {
  const wards = Array.from({ length: 36 }, (_, index) => wardId(`W${index}`));
  const ward = estate.find(({ type }) => type === 'WardRegistered');
  if (ward?.type !== 'WardRegistered') throw new Error('The estate has no ward.');
  return [
    { type: 'SiteRegistered', site: { siteId: siteId('NGH'), code: 'NGH', name: 'Northgate', odsCode: null }, ...set },
    ...wards.map((id): BookEvent => ({ ...ward, wardId: id })),
    ...Array.from({ length: BEDS }, (_, index): BookEvent => {
      const bed = aBed({ code: String(index), wardId: wards[index % 36]!, bayId: null });
      return { type: 'BedRegistered', bedId: bedId(`bed-${index}`), bed, ...set };
    }),
  ];
}

const PATIENTS = 650;
const bedOf = (index: number) => inBed(wardId(`W${index % 36}`), null, bedId(`bed-${index}`));

/** Everybody is admitted, and then moves to the bed that was free longest, again and again. */
function busyHospital(): World {
  const world = new World(undefined, bigEstate());
  const free = Array.from({ length: BEDS - PATIENTS }, (_, index) => PATIENTS + index);
  const beds = Array.from({ length: PATIENTS }, (_, index) => index);
  const tell = (patient: number, bed: number, round: number, told: Told) => {
    const at = laterBy(on('00:00'), round * 1000);
    const messageId = `${told}-${round}`;
    const one: Telling = {
      ...{ source: { partner: 'ipm', messageId, decoding: 1, index: 0 }, told, order: orderOf(at, at, messageId) },
      ...{ occurredAt: at, patientId: patientId(`p${patient}`), place: bedOf(bed), details: {} },
    };
    world.hear(stayId(`s${patient}`), one);
    world.ask({
      type: 'Reconcile',
      stays: [world.fold(stayId(`s${patient}`))],
      patients: [details(one.patientId)],
      by: ipm,
      at,
    });
  };
  for (const [patient, bed] of beds.entries()) tell(patient, bed, patient, 'ADMITTED');
  for (let round = PATIENTS; world.events.length < 20_000; round++) {
    const patient = (round * 7) % PATIENTS;
    const bed = free.shift()!;
    free.push(beds[patient]!);
    beds[patient] = bed;
    tell(patient, bed, round, 'TRANSFERRED');
  }
  return world;
}

it('a full hospital is carried in appends far below a mebibyte, and 20,000 events fold to what they were', () => {
  const world = busyHospital();
  for (const append of carryForward(world.book)) expect(JSON.stringify(append).length).toBeLessThan(300_000);
  const events = [...bigEstate(), ...world.events];
  const folded = events.reduce(bookDecider.evolve, bookDecider.initialState);
  expect(events.length).toBeGreaterThan(20_000);
  expect(contents(folded)).toStrictEqual(contents(world.book));
});
