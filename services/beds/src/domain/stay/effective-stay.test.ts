import fc from 'fast-check';
import { laterBy, type Instant } from '@flow/platform/time/instant';
import { canonicalOrder, deedId } from '../ids';
import { a1, a2, amal, amalStay, at, b1, clerk, on, orderOf } from '../testing/estate';
import type { Deed } from './deed';
import { effectively } from './effective-stay';
import { toldStay } from './fold-stay';
import { stayDecider } from './stay';
import type { StayEvent } from './stay-events';
import { TOLD, type Telling, type Told } from './telling';
import type { StayStatus, ToldStay } from './told-stay';

const SEED = 20260203;
const PLACES = [at(a1), at(a2), at(b1)];
const minuteOf = (minute: number) => laterBy(on('08:00'), minute * 60_000);

function telling(told: Told, minute: number, lag = 0, place?: number): StayEvent {
  const occurredAt = minuteOf(minute);
  const messageId = `${told}-${minute}-${lag}-${place ?? 'nowhere'}`;
  const said: Telling = {
    ...{ source: { partner: 'ipm', messageId, decoding: 1, index: 0 }, told, occurredAt, patientId: amal, details: {} },
    order: orderOf(occurredAt, minuteOf(minute + lag), messageId),
    ...(place !== undefined && { place: PLACES[place]! }),
  };
  return { type: 'StayTold', stayId: amalStay, telling: said };
}

type Doing = Deed['kind'];

function doing(kind: Doing, minute: number, why: 'admitted' | 'confirmed' = 'confirmed'): StayEvent {
  const occurredAt = minuteOf(minute);
  const id = deedId(`${kind}-${minute}-${why}`);
  const order = canonicalOrder(`${occurredAt}|${occurredAt}|~|${id}`);
  const done = { deedId: id, order, occurredAt, by: clerk };
  const deed: Deed = kind === 'placed' ? { ...done, kind, why, place: at(a1), sharing: false } : { ...done, kind };
  return { type: 'DeedRecorded', stayId: amalStay, patientId: amal, deed };
}

function folded(events: readonly StayEvent[]): ToldStay {
  const stay = toldStay(amalStay, events.reduce(stayDecider.evolve, stayDecider.initialState));
  if (stay === undefined) throw new Error('Nobody spoke of the stay.');
  return stay;
}
const amountsTo = (...events: readonly StayEvent[]) => effectively(folded(events), false);

const admitted = telling('ADMITTED', 0, 0, 0);
const left = telling('DISCHARGED', 40, 0, 0);
const [eight, twenty, forty] = [minuteOf(0), minuteOf(20), minuteOf(40)];

it.each<[string, readonly StayEvent[], readonly [StayStatus, Instant | null, Instant | null]]>([
  ['told alone', [admitted], ['current', eight, null]],
  ['told alone, to its end', [admitted, left], ['discharged', eight, forty]],
  ['begun here alone', [doing('placed', 20, 'admitted')], ['current', twenty, null]],
  ['begun here, told afterwards', [doing('placed', 20, 'admitted'), admitted], ['current', eight, null]],
  ['ended here, open there', [admitted, doing('left', 20)], ['discharged', eight, twenty]],
  ['ended on both sides: as iPM tells it', [admitted, doing('left', 20), left], ['discharged', eight, forty]],
  ['begun and ended here', [doing('placed', 20, 'admitted'), doing('left', 40)], ['discharged', twenty, forty]],
  ['ended there, seen in bed here', [admitted, doing('placed', 20), left], ['current', eight, null]],
  ['on leave here', [admitted, doing('leave-started', 20)], ['on-leave', eight, null]],
  [
    'back from leave here',
    [admitted, telling('LEAVE_STARTED', 10), doing('leave-ended', 20)],
    ['current', eight, null],
  ],
  ['expected', [telling('PRE_ADMITTED', 0)], ['expected', null, null]],
])('a stay that is %s', (_name, events, [status, admittedAt, dischargedAt]) => {
  expect(amountsTo(...events)).toStrictEqual({ status, admittedAt, dischargedAt });
});

it('a stay that was begun here by mistake is cancelled', () => {
  const begun = doing('placed', 20, 'admitted');
  const back: StayEvent = {
    ...{ type: 'DeedWithdrawn', stayId: amalStay, deedId: deedId('placed-20-admitted') },
    at: on('09:00'),
  };
  expect(amountsTo(begun, back)).toStrictEqual({ status: 'cancelled', admittedAt: null, dischargedAt: null });
});

it('of a patient who has died, what iPM tells later than the ward counts', () => {
  const stay = folded([admitted, doing('placed', 20), left]);
  expect(effectively(stay, true)).toStrictEqual({ status: 'discharged', admittedAt: eight, dischargedAt: forty });
});

const minute = fc.nat({ max: 60 });
const tellings = fc
  .array(
    fc.tuple(fc.constantFrom(...TOLD), minute, fc.nat({ max: 20 }), fc.option(fc.nat({ max: 2 }), { nil: undefined })),
    {
      ...{ minLength: 1, maxLength: 8 },
    },
  )
  .map((all) => all.map((one) => telling(...one)));
const deeds = fc
  .array(fc.tuple(fc.constantFrom<Doing[]>('placed', 'left', 'leave-started', 'leave-ended'), minute), { maxLength: 4 })
  .map((all) => all.map((one) => doing(...one)));

it('with nothing done here a stay is as iPM tells it', () =>
  fc.assert(
    fc.property(tellings, (events) => {
      const { status, admittedAt, dischargedAt } = folded(events);
      expect(amountsTo(...events)).toStrictEqual({ status, admittedAt, dischargedAt });
    }),
    { seed: SEED, numRuns: 500 },
  ));

it('the order of delivery changes nothing', () => {
  const set = fc.tuple(tellings, deeds).map(([told, done]) => [...told, ...done]);
  const twice = set.chain((events) =>
    fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
  );
  fc.assert(
    fc.property(twice, ([events, shuffled]) => {
      expect(amountsTo(...shuffled)).toStrictEqual(amountsTo(...events));
    }),
    { seed: SEED, numRuns: 500 },
  );
});
