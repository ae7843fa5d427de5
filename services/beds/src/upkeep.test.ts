import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { LEASES, type LeaseDocument } from '@flow/platform/running/lease-document';
import { until } from '@flow/platform/running/testing';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { recordingLog } from '@flow/platform/telemetry/testing';
import { traceFrom } from '@flow/platform/telemetry/trace';
import { stayOfVisit } from './application/visit';
import { contextOf, laneContext, openBeds, placeOf, setUp, tells, type Beds } from './application/testing/beds';
import { Crash, mortal } from './application/testing/mortal';
import { startUpkeep, type UpkeepDeps } from './upkeep';

let engines: Engines;
let beds: Beds;
beforeEach(async () => {
  // Which append somebody dies before is counted, so none may be lost and repeated.
  engines = await openTestEngines({ hostile: false });
  beds = await openBeds(engines);
  await setUp(beds);
});
afterEach(async () => engines.close());

const upkeep = (of: Beds, tasks: UpkeepDeps['tasks'] = { find: async () => [] }) => {
  const recording = recordingLog();
  const { events: store, documents } = engines;
  const lease = { instance: 'one', ttlMs: 200 };
  const running = startUpkeep({
    beds: of.deps,
    tasks,
    store,
    documents,
    ...lease,
    log: recording.log,
    metrics: createMetrics(),
  });
  return { running, lines: recording.lines };
};

it('what somebody who died left undone is done: the deed of a discharge, and the task of a bed that is taken', async () => {
  const admitted = tells('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  const other = tells('ADMITTED', '08:10', 'bryn', { place: placeOf('A1-02') });
  for (const one of [admitted, other]) await beds.tellStay(one, laneContext(one));
  const stayId = stayOfVisit(other);
  const atDischarge = await openBeds(engines, { store: mortal(engines.events, 2) });
  const trace = traceFrom('out');
  await expect(atDischarge.discharge({ stayId }, { ...contextOf('out'), trace })).rejects.toThrow(Crash);
  const taken = tells('ADMITTED', '08:20', 'cora', { place: placeOf('A1-01') });
  const atTask = await openBeds(engines, { store: mortal(engines.events, 3) });
  await expect(atTask.tellStay(taken, laneContext(taken))).rejects.toThrow(Crash);

  const { running } = upkeep(beds);
  await until(async () => (await beds.deps.stays.load(stayId)).state.deeds.length === 1);
  const stay = await engines.events.read(`stay-${stayId}`, { direction: 'backwards', limit: 1 });
  expect(stay.events[0]?.metadata).toMatchObject({ trace, actor: contextOf('out').actor });
  const again = await beds.tellStay(taken, laneContext(taken));
  const [taskId] = again.outcome === 'told' ? again.tasks : [];
  await until(async () => (await beds.deps.tasks.load(taskId!)).state.status === 'open');
  expect(running.readiness()).toStrictEqual({ ready: true });
  await running.stop();
});

it('a book that is not what its events say is told', async () => {
  const wrong = {
    ...beds.deps.book,
    load: async () => {
      const loaded = await beds.deps.book.load();
      return { ...loaded, state: { ...loaded.state, beds: loaded.state.beds.without('A1-01') } };
    },
  };
  const { running, lines } = upkeep({ ...beds, deps: { ...beds.deps, book: wrong } });
  await until(() => lines.some(({ outcome }) => outcome === 'beds'));
  await running.stop();
});

it('what others are in the way of is left, once it is told to stop, to whoever goes on', async () => {
  const admitted = tells('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  await beds.tellStay(admitted, laneContext(admitted));
  await beds.discharge({ stayId: stayOfVisit(admitted) }, contextOf('out'));
  let tries = 0;
  const stays: Beds['deps']['stays'] = {
    ...beds.deps.stays,
    handle() {
      tries += 1;
      return Promise.resolve({ outcome: 'contended' });
    },
  };
  const { running } = upkeep({ ...beds, deps: { ...beds.deps, stays } });
  await until(() => tries > 1);
  await running.stop();
  const next = upkeep(beds);
  const leases = await engines.documents.collection<LeaseDocument>(LEASES, []);
  await until(async () => (await leases.findOne({ _id: 'upkeep/beds' }))?.term === 2);
  await next.running.stop();
});
