import fc from 'fast-check';
import { laterBy } from '@flow/platform/time/instant';
import { patientId, stayId, type PatientId, type StayId } from '../ids';
import type { Place } from '../place';
import { TOLD, type Telling, type Told } from '../stay/telling';
import { a1, a2, at, b1, details, inA, inB, ipm, on, orderOf } from '../testing/estate';
import { World } from '../testing/world';
import { doubleOccupancies } from './invariants';

const SEED = 20260203;

/** A visit belongs to one patient: two of them have two visits, so that stays of one patient compete as well. */
const VISITS: readonly (readonly [StayId, PatientId])[] = ['p1', 'p1', 'p2', 'p3', 'p3', 'p4'].map((patient, index) => [
  stayId(`visit-${index}`),
  patientId(patient),
]);
const PLACES: readonly Place[] = [
  at(a1),
  at(a2),
  at(b1),
  inA,
  inB,
  { wardId: null, bayId: null, bedId: null, unmappedId: 'unknown-place' },
];

type Message =
  | { readonly kind: 'telling'; readonly visit: number; readonly telling: Telling }
  | {
      readonly kind: 'exchange';
      readonly visits: readonly [number, number];
      readonly tellings: readonly [Telling, Telling];
    }
  | {
      readonly kind: 'merge';
      readonly survivor: PatientId;
      readonly retired: PatientId;
      readonly minute: number;
      readonly id: string;
    };

const minuteOf = (minute: number) => laterBy(on('08:00'), minute * 60_000);

interface Drawn {
  readonly visit: number;
  readonly told: Told;
  readonly minute: number;
  readonly lag: number;
  readonly place: number;
  readonly placed: boolean;
  readonly movement: number;
}

function tellingOf(drawn: Drawn, id: string, exchange = false): Telling {
  const occurredAt = minuteOf(drawn.minute);
  const [, patient] = VISITS[drawn.visit]!;
  return {
    source: { partner: 'ipm', messageId: id, decoding: 1, index: 0 },
    told: drawn.told,
    order: orderOf(occurredAt, minuteOf(drawn.minute + drawn.lag), id),
    occurredAt,
    patientId: patient,
    details: { specialty: String(300 + drawn.place), ...(drawn.place === 0 ? { patientClass: 'O' } : {}) },
    ...(drawn.placed ? { place: PLACES[drawn.place]! } : {}),
    ...(drawn.told === 'CORRECTED' ? { movementAt: minuteOf(drawn.movement) } : {}),
    ...(exchange ? { exchange: true as const } : {}),
  };
}

const drawn = fc.record({
  visit: fc.nat({ max: VISITS.length - 1 }),
  told: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<Told>('ADMITTED', 'TRANSFERRED', 'DISCHARGED') },
    { weight: 2, arbitrary: fc.constantFrom<Told>('TRANSFER_CANCELLED', 'DISCHARGE_CANCELLED', 'ADMISSION_CANCELLED') },
    { weight: 2, arbitrary: fc.constantFrom<Told>(...TOLD) },
  ),
  minute: fc.nat({ max: 30 }),
  lag: fc.nat({ max: 20 }),
  place: fc.nat({ max: PLACES.length - 1 }),
  placed: fc.boolean(),
  movement: fc.nat({ max: 30 }),
});

const message = fc.oneof(
  { weight: 12, arbitrary: drawn.map((one) => ({ kind: 'telling' as const, one })) },
  { weight: 1, arbitrary: fc.tuple(drawn, drawn).map(([one, other]) => ({ kind: 'exchange' as const, one, other })) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('merge' as const),
      // Who is merged into whom twice is for the patients service to settle.
      pair: fc.constantFrom(['p1', 'p2'], ['p3', 'p4'], ['p1', 'p3']),
      minute: fc.nat({ max: 30 }),
    }),
  },
);

const history = fc.array(message, { minLength: 2, maxLength: 22 }).map((drawings) =>
  drawings.map((one, index): Message => {
    const id = `m${String(index).padStart(3, '0')}`;
    if (one.kind === 'merge') {
      const [survivor, retired] = one.pair;
      return { kind: 'merge', survivor: patientId(survivor), retired: patientId(retired), minute: one.minute, id };
    }
    if (one.kind === 'telling') return { kind: 'telling', visit: one.one.visit, telling: tellingOf(one.one, id) };
    const visits = [
      one.one.visit,
      (one.one.visit + 1 + (one.other.visit % (VISITS.length - 1))) % VISITS.length,
    ] as const;
    const swapped = (half: Drawn, visit: number) =>
      tellingOf(
        { ...half, visit, told: 'TRANSFERRED', placed: true, minute: one.one.minute, lag: one.one.lag },
        id,
        true,
      );
    return { kind: 'exchange', visits, tellings: [swapped(one.one, visits[0]), swapped(one.other, visits[1])] };
  }),
);

/** The patients service follows merges before it tells, so a later telling comes under the survivor. */
function deliver(world: World, merges: Map<PatientId, PatientId>, one: Message): void {
  const now = (patient: PatientId): PatientId => {
    const next = merges.get(patient);
    return next === undefined ? patient : now(next);
  };
  const under = (telling: Telling): Telling => ({ ...telling, patientId: now(telling.patientId) });
  if (one.kind === 'merge') {
    merges.set(one.retired, one.survivor);
    const occurredAt = minuteOf(one.minute);
    const order = orderOf(occurredAt, occurredAt, one.id);
    const survivor = details(now(one.survivor));
    world.ask({ type: 'MergePatients', survivor, retiredId: one.retired, order, occurredAt, by: ipm, at: on('12:00') });
    return;
  }
  if (one.kind === 'telling') {
    world.tell('12:00', [VISITS[one.visit]![0], under(one.telling)]);
    return;
  }
  const [first, second] = one.visits;
  const [half, other] = one.tellings;
  world.tell('12:00', [VISITS[first]![0], under(half)], [VISITS[second]![0], under(other)]);
}

function delivered(messages: readonly Message[]) {
  const world = new World((book, event) => {
    const found = doubleOccupancies(book);
    if (found.length > 0) throw new Error(`I1 broken after ${event.type}: ${JSON.stringify(found)}`);
  });
  const merges = new Map<PatientId, PatientId>();
  for (const one of messages) deliver(world, merges, one);
  return {
    stays: [...world.stays.keys()].sort().map((id) => ({ ...world.fold(id), folded: 0, patientId: null })),
    occupancy: world.book.stays.rows().map(({ stayId: id, patientId: patient, bedId, ours, theirs, base, leave }) => ({
      ...{ id, patient, bedId, ours, theirs, base, leave },
    })),
    beds: world.book.beds.rows().map(({ bedId, occupants }) => ({ bedId, occupants })),
  };
}

it('BED-18: gives the same stays and the same occupancy in whatever order and however often messages come', () => {
  fc.assert(
    fc.property(
      history.chain((messages) =>
        fc.tuple(
          fc.constant(messages),
          fc.shuffledSubarray([...messages, ...messages], { minLength: 0 }).map((again) => again),
          fc.shuffledSubarray(messages, { minLength: messages.length, maxLength: messages.length }),
        ),
      ),
      ([messages, again, shuffled]) => {
        expect(delivered([...shuffled, ...again])).toStrictEqual(delivered(messages));
      },
    ),
    { seed: SEED, numRuns: 1000 },
  );
});
