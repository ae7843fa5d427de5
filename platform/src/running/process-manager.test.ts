import { accept, reject, unreachable, type Decider } from '../decider/decider';
import { UnknownEventType, type EventCodec } from '../decider/event-codec';
import type { Engines } from '../engines/engines';
import { openTestEngines } from '../engines/testing';
import { silentLog } from '../telemetry/log';
import { createMetrics } from '../telemetry/metrics';
import { systemClock } from '../time/clock';
import { startProcessManager, type Effect, type ProcessDefinition } from './process-manager';
import type { Running } from './running';
import { createWriter, until } from './testing';

// A letter is asked for when somebody was invited, and a second one when the first could not be delivered.
type Command = { readonly type: 'Invite'; readonly who: string } | { readonly type: 'Report'; readonly sent: boolean };
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

  function start(perform: ProcessDefinition<Command, Event, State, string, Letter>['perform']): Running {
    const manager = startProcessManager<Command, Event, State, string, Letter>({
      definition: {
        ...{ name: 'inviting', prefixes: ['invitation-'], decider, codec, perform },
        react: ({ stream }) => ({
          stream: `letter-${stream.slice('invitation-'.length)}`,
          command: { type: 'Invite', who: stream },
        }),
        pending: ({ who, asked, waiting }) => (waiting && who ? [{ id: `${who}/${asked}`, number: asked }] : []),
      },
      ...{ store: engines.events, documents: engines.documents, clock: systemClock, log: silentLog, ttlMs: 400 },
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

  it('does nothing twice where two instances could do it', async () => {
    start(sending);
    start(sending);
    const write = createWriter(engines.events);
    for (let index = 0; index < 6; index += 1) await write(`invitation-${index}`);
    await until(async () => (await typesOf('letter-5')).length === 4);
    for (let index = 0; index < 6; index += 1) expect(await typesOf(`letter-${index}`)).toStrictEqual(WHOLE);
  });
});
