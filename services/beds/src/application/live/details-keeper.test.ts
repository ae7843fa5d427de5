import { EngineUnavailable } from '@flow/platform/event-store/errors';
import { pause } from '@flow/platform/running/pause';
import { until } from '@flow/platform/running/testing';
import { silentLog } from '@flow/platform/telemetry/log';
import { createDetailsKeeper } from './details-keeper';
import type { PatientDetails } from './patient-details';

const DETAILS: PatientDetails = {
  ...{ patientId: 'p1', family: 'Invented', given: null, sex: null, birthDate: null },
  ...{ restricted: false, deceased: false, revision: 1 },
};

it('has the details of an arrival from their owner while they can be kept nowhere', async () => {
  const away = async (): Promise<never> => Promise.reject(new EngineUnavailable('details'));
  const keeper = createDetailsKeeper({
    source: { fetch: async () => Promise.resolve([DETAILS]) },
    store: { find: away, keep: away },
    onArrived: () => undefined,
    log: silentLog,
    wait: pause,
  });
  keeper.want(new Map([['p1', 1]]));
  await until(() => keeper.get('p1', 1) !== undefined);
  expect(keeper.missing()).toBe(0);
  expect([keeper.arrived(), keeper.arrived()]).toStrictEqual([new Set(['p1']), new Set()]);
  await keeper.stop();
});
