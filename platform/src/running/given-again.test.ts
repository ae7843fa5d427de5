import { accept, type Decider } from '../decider/decider';
import type { EventCodec } from '../decider/event-codec';
import type { Engines } from '../engines/engines';
import { openTestEngines } from '../engines/testing';
import type { EventStore } from '../event-store/event-store';
import { silentLog } from '../telemetry/log';
import { createMetrics } from '../telemetry/metrics';
import { systemClock } from '../time/clock';
import { startFollowing } from './follow';
import { startProcessManager } from './process-manager';
import { startPublisher } from './publisher';
import { startReadModel } from './read-model';
import type { Running } from './running';
import { sampleModel } from './sample-model';
import { createWriter, once, until } from './testing';

/** Gives everything a second time at the end, without a word that this is the end. */
const givingAgain = (store: EventStore, onGiven: () => void): EventStore => ({
  ...store,
  async *subscribe(options) {
    const { events } = await store.read('thing-1', { limit: 100 });
    yield { events, caughtUp: false };
    yield { events: [], caughtUp: true };
    yield { events, caughtUp: false };
    onGiven();
    await once(options.signal);
  },
});

const silent: Decider<'Hear', never, null, never> = {
  initialState: null,
  decide: () => accept(),
  evolve: (state) => state,
};
const noEvents: EventCodec<never> = {
  encode() {
    throw new Error('There are none.');
  },
  decode() {
    throw new Error('There are none.');
  },
};

type Common = Pick<
  Parameters<typeof startReadModel>[0],
  'store' | 'documents' | 'log' | 'instance' | 'metrics' | 'clock'
>;
type Start = (common: Common, engines: Engines) => Promise<Running> | Running;

const followers: readonly (readonly [name: string, Start])[] = [
  [
    'part in memory',
    (common) => startFollowing({ ...common, prefixes: ['thing-'], name: 'things', apply: () => undefined }),
  ],
  ['read model', async (common) => startReadModel({ ...common, definition: sampleModel })],
  [
    'publisher',
    async (common, { bus }) =>
      startPublisher({ ...common, bus, name: 'things', topic: 'things', prefixes: ['thing-'], map: () => undefined }),
  ],
  [
    'process manager',
    (common) =>
      startProcessManager({
        ...common,
        clock: systemClock,
        definition: {
          ...{ name: 'hearing', prefixes: ['thing-'], decider: silent, codec: noEvents, pending: () => [] },
          react: ({ stream }) => ({ stream: `heard-${stream}`, command: 'Hear' as const }),
          perform: async () => Promise.resolve('Hear' as const),
        },
      }),
  ],
];

describe.each(followers)('a %s that is given again what it has taken', (_, start) => {
  let engines: Engines;
  beforeEach(async () => {
    engines = await openTestEngines({ hostile: false });
  });
  afterEach(async () => engines.close());

  it('is not behind, and has taken no more', async () => {
    const write = createWriter(engines.events);
    for (let index = 0; index < 3; index += 1) await write('thing-1', { value: index });
    const metrics = createMetrics();
    let given = false;
    const store = givingAgain(engines.events, () => (given = true));
    const { documents } = engines;
    const running = await start({ store, documents, log: silentLog, instance: 'i0', metrics }, engines);
    await until(() => given);
    const told = await metrics.text();
    await running.stop();
    expect(/^followed_lag_ms\{.*\} (\d+)$/m.exec(told)?.[1]).toBe('0');
    expect(/^followed_events_total\{.*\} (\d+)$/m.exec(told)?.[1]).toBe('3');
  });
});
