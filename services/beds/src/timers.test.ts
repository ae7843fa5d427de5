import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { until } from '@flow/platform/running/testing';
import { silentLog } from '@flow/platform/telemetry/log';
import { nextView } from './application/live/board-view';
import { contextOf, openBeds, setClock, setUp, type Beds } from './application/testing/beds';
import { bedId } from './domain/ids';
import { on } from './domain/testing/estate';
import { startBedsTimers } from './timers';

let engines: Engines;
let beds: Beds;
const clock = setClock(on('09:00'));
const [first, second] = [bedId('A1-01'), bedId('A1-02')];

beforeEach(async () => {
  engines = await openTestEngines();
  clock.set(on('09:00'));
  beds = await openBeds(engines, { clock });
  await setUp(beds);
});
afterEach(async () => engines.close());

const hold = async (bed: typeof first) =>
  beds.holdBed({ bedId: bed, until: on('10:00'), reason: 'elective', patientId: null }, contextOf(`hold ${bed}`));
const state = async () => (await beds.deps.book.load()).state;

it('a fault at one hold, or at what is forgotten, stops no other timer', async () => {
  await hold(first);
  await hold(second);
  const broken = (await state()).beds.get(first)?.hold?.holdId;
  let faults = 0;
  const fails = (): never => {
    faults += 1;
    throw new TypeError('A fault that does not pass.');
  };
  const book = {
    ...beds.deps.book,
    handleWith: async (...[build, context]: Parameters<typeof beds.deps.book.handleWith>) =>
      context.correlationId === broken ? fails() : beds.deps.book.handleWith(build, context),
  };
  const held = await state();
  const timers = startBedsTimers({
    ...{ beds: { ...beds.deps, book }, clock, documents: engines.documents, instance: 'one', log: silentLog },
    board: {
      view: () =>
        nextView(undefined, { state: held, at: clock.now(), detailsOf: () => undefined, parked: new Map() }, '1'),
    },
    details: { keepUntil: async () => fails(), forgetBefore: async () => 0 },
  });
  clock.set(on('10:00'));
  await until(async () => (await state()).beds.get(second)?.hold === null);
  await until(() => faults >= 2);
  expect((await state()).beds.get(first)?.hold).not.toBeNull();
  expect(timers.readiness()).toStrictEqual({ ready: true });
  await timers.stop();
});
