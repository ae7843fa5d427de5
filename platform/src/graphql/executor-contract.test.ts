import { parse } from 'graphql';
import { serviceIdentity } from '../security/identity';
import { recordingLog } from '../telemetry/testing';
import { FAULT_SENTENCES } from './fault';
import { createFrameQueue, type FrameQueue } from './frame-queue';
import { createLocalExecutor } from './local-executor';
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from './subgraph-executor';
import { shelvesFilling } from './testing/library';
import { served } from './testing/served';

const ASKING = { identity: { ...serviceIdentity('ipm'), device: 'd-1' }, correlationId: 'c-1', trace: '00-a-b-01' };
/** As JSON carries it: without the prototypes that graphql gives its objects. */
const plain = (result: SubgraphResult | undefined) => JSON.parse(JSON.stringify(result)) as SubgraphResult;

/** The sources that were opened, in their order. */
function filling() {
  const queues: FrameQueue<string>[] = [];
  const ended: FrameQueue<string>[] = [];
  const open = () => {
    const queue: FrameQueue<string> = createFrameQueue({ limit: 10, onEnd: () => ended.push(queue) });
    queues.push(queue);
    return queue.frames;
  };
  return { queues, ended, schema: shelvesFilling(['a', 'b'], open) };
}

interface Asked {
  readonly executor: SubgraphExecutor;
  readonly queues: FrameQueue<string>[];
  readonly ended: FrameQueue<string>[];
  readonly text: () => string;
  readonly stop: () => Promise<void>;
}

function locally(): Promise<Asked> {
  const { schema, ...sources } = filling();
  const { log, text } = recordingLog();
  return Promise.resolve({
    ...sources,
    text,
    executor: createLocalExecutor({ schema, log }),
    stop: () => Promise.resolve(),
  });
}

async function remotely(): Promise<Asked> {
  const { schema, ...sources } = filling();
  return { ...sources, ...(await served(schema)) };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe.each([
  ['in process', locally],
  ['over HTTP', remotely],
])('a subgraph %s', (_mode, start) => {
  let asked: Asked;
  beforeEach(async () => {
    asked = await start();
  });
  afterEach(() => asked.stop());

  async function execute(document: SubgraphRequest['document'], rest: Partial<SubgraphRequest> = {}) {
    const shown: string[] = [];
    const shows = (ids: readonly string[]) => shown.push(...ids);
    const result = plain(await asked.executor.execute({ document, asking: ASKING, shows, ...rest }));
    return { ...result, shown };
  }

  it('answers, and tells whom the answer shows', async () =>
    expect(await execute('{ shelves(first: 1) { nodes { id readerBorn } } }')).toStrictEqual({
      data: { shelves: { nodes: [{ id: 'a', readerBorn: '1980-07-01' }] } },
      shown: ['reader-1'],
    }));

  it('knows who asks, and in what', async () =>
    expect(await execute('{ asker }')).toStrictEqual({
      data: { asker: 'service:ipm d-1 c-1 00-a-b-01' },
      shown: [],
    }));

  it('refuses a personal field that nobody reported, and tells nobody why but its own log', async () => {
    const { data, errors, shown } = await execute('{ unreported { id readerBorn } }');
    expect(data).toStrictEqual({ unreported: { id: 'a', readerBorn: null } });
    expect(errors).toMatchObject([
      {
        message: FAULT_SENTENCES.INTERNAL_SERVER_ERROR,
        path: ['unreported', 'readerBorn'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'c-1' },
      },
    ]);
    expect(shown).toStrictEqual([]);
    expect(asked.text()).toContain('A resolver failed.');
  });

  it.each([
    ['{ shelves(', {}, 'GRAPHQL_PARSE_FAILED'],
    ['{ noSuchField }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['query ($first: Int!) { shelves(first: $first) { nodes { id } } }', { first: 'x' }, 'BAD_USER_INPUT'],
    ['{ shelves(first: 0) { nodes { id } } }', {}, 'BAD_USER_INPUT'],
  ])('refuses %p with %j', async (document, variables, code) => {
    const { errors } = await execute(document, { variables });
    expect(errors).toMatchObject([{ extensions: { code, correlationId: 'c-1' } }]);
  });

  it('tells absent from null from set, and the wall time with its offset', async () => {
    const document =
      'mutation ($input: TellShelfInput!) { tellShelf(input: $input) { __typename ... on ShelfTold { note } } }';
    for (const [input, note] of [
      [{}, 'absent'],
      [{ note: null }, 'null'],
      [{ note: 'x' }, 'set'],
    ] as const) {
      expect(await execute(document, { variables: { input: { told: 'ADMITTED', ...input } } })).toMatchObject({
        data: { tellShelf: { note } },
      });
    }
    expect(
      await execute('query ($at: DateTime!) { echo(at: $at) }', { variables: { at: '2026-10-25T01:30:00+01:00' } }),
    ).toMatchObject({ data: { echo: '2026-10-25T01:30:00+01:00' } });
  });

  it('answers entities, a planned document, and the operation that was named', async () => {
    const document = parse(
      'query One($r: [_Any!]!) { _entities(representations: $r) { ... on Shelf { id } } } query Two { asker }',
    );
    const variables = { r: ['x', 'gone'].map((id) => ({ __typename: 'Shelf', id })) };
    expect(await execute(document, { variables, operationName: 'One' })).toMatchObject({
      data: { _entities: [{ id: 'x' }, null] },
    });
  });

  describe('subscribed to', () => {
    const DOCUMENT = 'subscription ($floor: Int) { shelfFilled(floor: $floor) { id readerBorn } }';
    let shown: string[];
    beforeEach(() => {
      shown = [];
    });
    const subscribe = (document = DOCUMENT, variables = {}) => {
      const shows = (ids: readonly string[]) => shown.push(...ids);
      return asked.executor.subscribe({ document, variables, asking: ASKING, shows });
    };
    async function all(frames: AsyncIterable<SubgraphResult>): Promise<unknown[]> {
      const got: unknown[] = [];
      for await (const frame of frames) got.push(plain(frame));
      return got;
    }
    /** The source, once it was opened by asking for the first frame. */
    async function opened(): Promise<FrameQueue<string>> {
      await until(() => asked.queues.length > 0);
      const [queue] = asked.queues;
      if (!queue) throw new Error('Nothing was opened.');
      return queue;
    }
    const frame = (id: string) => ({ data: { shelfFilled: { id, readerBorn: '1980-07-01' } } });

    it('gives each frame in order, having told whom it shows, and ends with its source', async () => {
      const frames = subscribe();
      const first = frames.next();
      const source = await opened();
      source.push('a');
      expect(plain((await first).value)).toStrictEqual(frame('a'));
      expect(shown).toStrictEqual(['reader-a']);
      source.push('b');
      source.push('c');
      source.end();
      expect(await all(frames)).toStrictEqual([frame('b'), frame('c')]);
      expect(shown).toStrictEqual(['reader-a', 'reader-b', 'reader-c']);
      expect(await frames.next()).toMatchObject({ done: true });
    });

    it('ends its source when its reader goes, also while a frame is awaited', async () => {
      const frames = subscribe();
      const awaited = frames.next();
      const source = await opened();
      await frames.return?.();
      expect(await awaited).toMatchObject({ done: true });
      await until(() => asked.ended.includes(source));
      expect(await frames.next()).toMatchObject({ done: true });
    });

    it('opens nothing when it is ended before a frame was asked for', async () => {
      const frames = subscribe();
      await frames.return?.();
      expect(await all(frames)).toStrictEqual([]);
      expect(asked.queues).toStrictEqual([]);
    });

    it.each([
      ['subscription { noSuchField }', {}, 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription {', {}, 'GRAPHQL_PARSE_FAILED'],
      [DOCUMENT, { floor: 'x' }, 'BAD_USER_INPUT'],
      [DOCUMENT, { floor: 13 }, 'FORBIDDEN'],
    ])('refuses %p with %j in one frame', async (document, variables, code) => {
      expect(await all(subscribe(document, variables))).toMatchObject([
        { errors: [{ extensions: { code, correlationId: 'c-1' } }] },
      ]);
    });

    it('goes on after a frame that failed', async () => {
      const frames = subscribe();
      const first = frames.next();
      const source = await opened();
      source.push('broken');
      expect((await first).value).toMatchObject({
        data: { shelfFilled: null },
        errors: [{ path: ['shelfFilled'], extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'c-1' } }],
      });
      source.push('a');
      expect(plain((await frames.next()).value)).toStrictEqual(frame('a'));
      await frames.return?.();
    });

    it('tells in a last frame that its source has failed, and not how', async () => {
      const frames = subscribe();
      const first = frames.next();
      (await opened()).fail(new Error('about Amalthea Quux'));
      expect((await first).value).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
      expect(await all(frames)).toStrictEqual([]);
      expect(asked.text()).not.toContain('Quux');
    });

    it('carries large frames to several readers, each at its own pace', async () => {
      const [fast, slow] = [subscribe(), subscribe()];
      const firsts = [fast.next(), slow.next()];
      await until(() => asked.queues.length === 2);
      const name = 'x'.repeat(1_000_000);
      for (const queue of asked.queues) {
        for (let nth = 0; nth < 3; nth += 1) queue.push(`${name}${nth}`);
        queue.end();
      }
      await Promise.all(firsts);
      expect(await all(fast)).toHaveLength(2);
      expect(await all(slow)).toHaveLength(2);
    });
  });
});
