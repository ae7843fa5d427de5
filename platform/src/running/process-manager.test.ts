import { accept, reject, unreachable, type Decider } from '../decider/decider';
import { UnknownEventType, type EventCodec } from '../decider/event-codec';
import type { Document, Documents } from '../documents/documents';
import type { Engines } from '../engines/engines';
import { openTestEngines } from '../engines/testing';
import { silentLog } from '../telemetry/log';
import { createMetrics } from '../telemetry/metrics';
import { systemClock } from '../time/clock';
import { startProcessManager, type Effect, type ProcessDefinition } from './process-manager';
import type { Running } from './running';
import { createWriter, until } from './testing';

// A letter is asked for when somebody was invited, and a second one when the first could not be delivered.
type Command =
  | { readonly type: 'Invite'; readonly who: string; readonly version?: number }
  | { readonly type: 'Report'; readonly sent: boolean; readonly at?: string };
type Event =
  | { readonly type: 'LetterAsked'; readonly who: string; readonly number: number }
  | { readonly type: 'LetterReported'; readonly sent: boolean };
interface State {
  readonly who?: string;
  readonly asked: number;
  readonly waiting: boolean;
}
interface Letter extends Effect {
  readonly number: number;
}

const decider: Decider<Command, Event, State, 'NOTHING_ASKED'> = {
  initialState: { asked: 0, waiting: false },
  decide(command, { who, asked, waiting }) {
    switch (command.type) {
      case 'Invite':
        return who === undefined ? accept({ type: 'LetterAsked', who: command.who, number: 1 }) : accept();
      case 'Report': {
        if (who === undefined) return reject('NOTHING_ASKED');
        if (!waiting) return accept();
        const reported: Event = { type: 'LetterReported', sent: command.sent };
        if (command.sent) return accept<Event>(reported);
        return accept<Event>(reported, { type: 'LetterAsked', who, number: asked + 1 });
      }
      default:
        return unreachable(command);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'LetterAsked':
        return { who: event.who, asked: event.number, waiting: true };
      case 'LetterReported':
        return { ...state, waiting: false };
      default:
        return unreachable(event);
    }
  },
};

const codec: EventCodec<Event> = {
  encode: (event) => ({ type: `${event.type}.v1`, schemaVersion: 1, data: { ...event } }),
  decode({ type, data }) {
    const { who } = data;
    if (type === 'LetterAsked.v1') {
      return { type: 'LetterAsked', who: typeof who === 'string' ? who : '', number: Number(data['number']) };
    }
    if (type === 'LetterReported.v1') return { type: 'LetterReported', sent: data['sent'] === true };
    throw new UnknownEventType(type);
  },
};

describe.each([
  ['plain', false],
  ['hostile', { seed: 17 }],
] as const)('a process manager on %s engines', (_, hostile) => {
  let engines: Engines;
  let performed: string[];
  const running: Running[] = [];
  beforeEach(async () => {
    engines = await openTestEngines({ hostile });
    performed = [];
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(async (one) => one.stop()));
    await engines.close();
  });

  interface Over {
    readonly documents?: Documents;
    /** Of the program, which words a command otherwise in each. */
    readonly version?: number;
  }
  function start(
    perform: ProcessDefinition<Command, Event, State, string, Letter>['perform'],
    { documents = engines.documents, version = 1 }: Over = {},
  ): Running {
    const manager = startProcessManager<Command, Event, State, string, Letter>({
      definition: {
        ...{ name: 'inviting', prefixes: ['invitation-'], decider, codec, perform },
        react: ({ stream }) => ({
          stream: `letter-${stream.slice('invitation-'.length)}`,
          command: { type: 'Invite', who: stream, version },
        }),
        pending: ({ who, asked, waiting }) => (waiting && who ? [{ id: `${who}/${asked}`, number: asked }] : []),
      },
      ...{ store: engines.events, documents, clock: systemClock, log: silentLog, ttlMs: 400 },
      ...{ instance: `i${running.length}`, metrics: createMetrics() },
    });
    running.push(manager);
    return manager;
  }
  const sending = async ({ id, number }: Letter): Promise<Command> => {
    performed.push(id);
    return Promise.resolve({ type: 'Report', sent: number >= 2 });
  };
  const typesOf = async (stream: string) =>
    (await engines.events.read(stream, { limit: 20 })).events.map(({ type }) => type);
  const WHOLE = ['LetterAsked.v1', 'LetterReported.v1', 'LetterAsked.v1', 'LetterReported.v1'];

  it('asks for what follows, and for what follows from the answer', async () => {
    const write = createWriter(engines.events);
    await write('invitation-1');
    start(sending);
    await write('invitation-2');
    await until(async () => (await typesOf('letter-2')).length === 4);
    expect(await typesOf('letter-1')).toStrictEqual(WHOLE);
    expect(await typesOf('letter-2')).toStrictEqual(WHOLE);
    expect([...new Set(performed)]).toStrictEqual([
      'invitation-1/1',
      'invitation-1/2',
      'invitation-2/1',
      'invitation-2/2',
    ]);
    const [first] = (await engines.events.read('letter-1', { limit: 1 })).events;
    expect(first?.metadata).toMatchObject({ origin: 'user', correlationId: 'correlation-1' });
  });

  it('asks again for what had no answer when it died', async () => {
    await createWriter(engines.events)('invitation-1');
    const dying = start(async (letter) => {
      await sending(letter);
      throw new Error('killed');
    });
    await until(() => !dying.readiness().ready);
    await dying.stop();
    start(sending);
    await until(async () => (await typesOf('letter-1')).length === 4);
    expect(await typesOf('letter-1')).toStrictEqual(WHOLE);
    expect(performed.slice(0, 2)).toStrictEqual(['invitation-1/1', 'invitation-1/1']);
  });

  it('goes on with what another version of the program began', async () => {
    await createWriter(engines.events)('invitation-1');
    const dying = start(async () => Promise.reject(new Error('killed')));
    await until(() => !dying.readiness().ready);
    await dying.stop();
    const newer = start(sending, { version: 2 });
    await until(async () => (await typesOf('letter-1')).length === 4);
    expect(newer.readiness()).toStrictEqual({ ready: true });
  });

  it('does nothing twice where two instances could do it', async () => {
    start(sending);
    start(sending);
    const write = createWriter(engines.events);
    for (let index = 0; index < 6; index += 1) await write(`invitation-${index}`);
    await until(async () => (await typesOf('letter-5')).length === 4);
    for (let index = 0; index < 6; index += 1) expect(await typesOf(`letter-${index}`)).toStrictEqual(WHOLE);
  });

  it('changes nothing when it was stopped and wakes up late, and can take over again', async () => {
    const asleep = { documents: Promise.resolve(), perform: Promise.resolve() };
    let wakeDocuments = (): void => undefined;
    let wake = (): void => undefined;
    const written: string[] = [];
    const documents = whenAwake(engines.documents, async (what) => {
      written.push(what);
      await asleep.documents;
    });
    const performs = { late: 0, other: 0 };
    const late = start(
      async () => {
        performs.late += 1;
        await asleep.perform;
        return { type: 'Report', sent: true, at: `late ${performs.late}` };
      },
      { documents },
    );
    const write = createWriter(engines.events);
    await until(() => written.includes('positions'));
    asleep.documents = new Promise((resolve) => (wakeDocuments = resolve));
    asleep.perform = new Promise((resolve) => (wake = resolve));
    await write('invitation-1');
    await until(() => performs.late === 1);
    const other = start(async () => {
      performs.other += 1;
      return Promise.resolve({ type: 'Report', sent: true, at: 'other' });
    });
    await until(async () => (await typesOf('letter-1')).length === 2);
    // It has not been told yet that its lease is gone.
    written.length = 0;
    wake();
    await until(() => written.includes('positions'));
    wakeDocuments();
    await other.stop();
    await write('invitation-2');
    await until(async () => (await typesOf('letter-2')).length === 2);
    expect(performs).toStrictEqual({ late: 2, other: 1 });
    expect((await typesOf('letter-1')).length).toBe(2);
    expect(late.readiness()).toStrictEqual({ ready: true });
  });
});

/** The documents of a process that may be asleep: each call waits until it is awake. */
const whenAwake = (documents: Documents, awake: (collection: string) => Promise<void>): Documents => ({
  drop: async (name) => documents.drop(name),
  async collection<D extends Document>(name: string, indexes: Parameters<Documents['collection']>[1]) {
    const inner = await documents.collection<D>(name, indexes);
    return {
      ...inner,
      async findOne(filter) {
        await awake(name);
        return inner.findOne(filter);
      },
      async updateOne(filter, update, options) {
        await awake(name);
        return inner.updateOne(filter, update, options);
      },
    };
  },
});
