import { createGraphContext } from '@flow/platform/graphql/create-graph-context';
import { sdlOf } from '@flow/platform/graphql/subgraph';
import type { Role } from '@flow/platform/security/identity';
import { taskId, taskOfKind } from '@flow/platform/tasks/task';
import type { TaskDocument } from '@flow/platform/tasks/task-document';
import { systemClock } from '@flow/platform/time/clock';
import { instant } from '@flow/platform/time/instant';
import { execute, parse, subscribe, type ExecutionResult } from 'graphql';
import { laneNames } from '../../application/lane-names';
import type { LinkHealth } from '../../application/link-health';
import type { MessageFilter, MessageStory } from '../../application/message-stories';
import { INTERFACE_TASKS, type InterfaceTaskKind } from '../../domain/task/task-kinds';
import { buildIpmSchema, type SchemaDeps } from './schema';

const STORY: MessageStory = {
  messageId: 'm1',
  partner: 'ipm',
  kind: 'message',
  receivedAt: instant('2026-07-01T08:30:00.000Z'),
  source: { stream: 'inbox-ipm-2026-07-01', revision: 0 },
  controlId: 'C1',
  messageType: 'ADT^A01',
  reply: { code: 'CA', controlId: 'R1' },
  status: 'applied',
  reason: null,
  mayHeal: false,
  collision: false,
  decoding: 1,
  configVersion: 'v1',
  warnings: [],
  unmapped: [{ id: 'place', codes: 'Q9^^^', text: 'Q9' }],
  lanes: [],
  patientIds: ['p1'],
  effects: [{ index: 0, owner: 'patients', patientIds: ['p1'], tasks: [], changed: true }],
  history: [{ what: 'received', at: instant('2026-07-01T08:30:00.000Z') }],
};
const OTHER: MessageStory = { ...STORY, messageId: 'm2', effects: [], patientIds: [] };
const LINK: LinkHealth = {
  ...{ partner: 'ipm', listening: true, connected: true, everHeard: false },
  ...{ unsettled: 0, quarantined: 1, held: 2 },
};
const laneOf = laneNames(Buffer.from('key'));

const unasked = () => Promise.reject(new Error('Nobody asked for work.'));
const unmappedPlace: TaskDocument<InterfaceTaskKind> = {
  ...taskOfKind<InterfaceTaskKind>(INTERFACE_TASKS, {
    taskId: taskId('t1'),
    kind: 'place-unmapped',
    subjects: ['place'],
    raisedAt: instant('2026-07-01T08:30:00.000Z'),
  }),
  ...{ _id: 't1', status: 'open', closedAt: null, closedBy: null, closedAs: null, claimedBy: null, claimedAt: null },
  ...{ revision: 0, position: 'p0' },
};
const sampleTasks: SchemaDeps['tasks'] = {
  kinds: INTERFACE_TASKS,
  list: { find: () => Promise.resolve([unmappedPlace]) },
  tasks: {
    load: () => Promise.resolve({ state: { status: 'none' } }),
    work: () => Promise.reject(new Error('Not here.')),
  },
  clock: { now: () => instant('2026-07-01T09:45:30.000Z'), monotonicMs: () => 0 },
  claimMs: 43_200_000,
};

function graph(more: Partial<SchemaDeps> = {}) {
  const filters: MessageFilter[] = [];
  const schema = buildIpmSchema({
    laneOf,
    stories: {
      find: (id) => Promise.resolve([STORY, OTHER].find(({ messageId }) => messageId === id)),
      list: (filter, { first }) => {
        filters.push(filter);
        return Promise.resolve([STORY, OTHER].slice(0, first));
      },
      oldest: () => Promise.resolve(STORY),
      count: () => Promise.resolve(0),
    },
    clock: systemClock,
    changePlaces: () => Promise.resolve({ outcome: 'unknown-partner' }),
    people: {
      readersOf: (_identity, { patientIds, messageId }) =>
        Promise.resolve({ withheld: false, patientIds: patientIds.length > 0 ? patientIds : [messageId] }),
      find: () => Promise.resolve({ hidden: false, records: [] }),
    },
    dryRun: unasked,
    diffs: { ofEdit: unasked, ofDecodings: unasked },
    parked: { list: unasked },
    retryMany: { count: unasked, retry: unasked },
    work: { retry: unasked, edit: unasked, skip: unasked },
    texts: { textOf: (id) => Promise.resolve(`text of ${id}`), editedTextOf: () => Promise.resolve(undefined) },
    erasing: { erase: () => Promise.resolve({ messages: 3 }), resume: () => undefined },
    links: {
      all: () => Promise.resolve([LINK]),
      changed: () => undefined,
      watch: async function* () {
        yield await Promise.resolve({ what: 'snapshot', version: 'e:1', links: [LINK] } as const);
      },
    },
    tasks: sampleTasks,
    ...more,
  });
  return { schema, filters };
}

function asking(role: Role) {
  const shown: string[] = [];
  const identity = { subject: 'x', roles: [role], scope: { sites: 'all', wards: 'all', specialties: 'all' } } as const;
  const context = createGraphContext({ identity, correlationId: 'c' }, (ids) => shown.push(...ids));
  return { context, shown };
}

async function ask(text: string, role: Role = 'integration-operator', variableValues: Record<string, unknown> = {}) {
  const { schema, filters } = graph();
  const { context, shown } = asking(role);
  const result = await execute({ schema, document: parse(text), contextValue: context, variableValues });
  const plain = JSON.parse(JSON.stringify(result)) as ExecutionResult;
  return { ...plain, shown, filters };
}

describe('messages in the graph', () => {
  it('have their whole story', async () => {
    const { data, shown } = await ask(`{ message(id: "m1") {
      id receivedAt controlId messageType status reason decoding reply { code } unmappedPlaces { codes text }
      effects { owner patientIds changed } history { what at outcome } } }`);
    expect(data).toStrictEqual({
      message: {
        id: 'm1',
        receivedAt: '2026-07-01T09:30:00.000+01:00',
        controlId: 'C1',
        messageType: 'ADT^A01',
        status: 'APPLIED',
        reason: null,
        decoding: 1,
        reply: { code: 'CA' },
        unmappedPlaces: [{ codes: 'Q9^^^', text: 'Q9' }],
        effects: [{ owner: 'patients', patientIds: ['p1'], changed: true }],
        history: [{ what: 'RECEIVED', at: '2026-07-01T09:30:00.000+01:00', outcome: null }],
      },
    });
    expect(shown).toStrictEqual([]);
  });

  it('report whom their text shows, or themselves where nobody is made out', async () => {
    const { data, shown } = await ask('{ messages(first: 2) { nodes { content } pageInfo { hasNextPage } } }');
    expect(data).toStrictEqual({
      messages: { nodes: [{ content: 'text of m1' }, { content: 'text of m2' }], pageInfo: { hasNextPage: false } },
    });
    expect(shown).toStrictEqual(['p1', 'm2']);
  });

  it('come in pages', async () => {
    const { data } = await ask('{ messages(first: 1) { nodes { id } pageInfo { hasNextPage } } }');
    expect(data).toStrictEqual({ messages: { nodes: [{ id: 'm1' }], pageInfo: { hasNextPage: true } } });
  });

  it('are found by number, patient, state and time', async () => {
    const filter = {
      partner: 'ipm',
      statuses: ['QUARANTINED', 'HELD'],
      controlId: 'C1',
      patientNumber: { authority: 'RXX', value: 'N1' },
      messageType: 'ADT^A01',
      reasons: ['NO_VISIT'],
      receivedFrom: '2026-07-01T09:30:00+01:00',
      receivedTo: '2026-07-01T10:30:00+01:00',
    };
    const { filters } = await ask(
      'query ($filter: MessageFilterInput) { messages(filter: $filter) { nodes { id } } }',
      'integration-operator',
      { filter },
    );
    expect(filters).toStrictEqual([
      {
        partner: 'ipm',
        statuses: ['quarantined', 'held'],
        controlId: 'C1',
        lane: laneOf({ authority: 'RXX', value: 'N1' }),
        messageType: 'ADT^A01',
        reasons: ['NO_VISIT'],
        receivedFrom: '2026-07-01T08:30:00.000Z',
        receivedTo: '2026-07-01T09:30:00.000Z',
      },
    ]);
  });

  it.each([
    ['{ message(id: "m1") { id } }', 'bed-manager'],
    ['{ messages { nodes { id } } }', 'ward-clerk'],
    ['{ ipmTasks { nodes { id } } }', 'bed-manager'],
    ['{ links { partner } }', 'contact-agent'],
  ] as const)('are refused: %s to a %s', async (text, role) => {
    const { data, errors } = await ask(text, role);
    expect([Object.values(data ?? {}), errors?.map(({ extensions }) => extensions['code'])]).toStrictEqual([
      [null],
      ['FORBIDDEN'],
    ]);
  });
});

describe('links and tasks in the graph', () => {
  it('are seen by those who watch over the boards', async () => {
    const { data } = await ask(
      '{ links { partner connected completeUpTo unsettled quarantined held } }',
      'bed-manager',
    );
    expect(data).toStrictEqual({
      links: [{ partner: 'ipm', connected: true, completeUpTo: null, unsettled: 0, quarantined: 1, held: 2 }],
    });
  });

  it('are pushed as they change, to whom they concern', async () => {
    const { schema } = graph();
    const document = parse(
      'subscription { linkHealth { __typename ... on LinkHealthSnapshot { version links { partner held } } } }',
    );
    const source = await subscribe({ schema, document, contextValue: asking('wall-display').context });
    if (!(Symbol.asyncIterator in source)) throw new Error('Nothing to listen to.');
    const seen: unknown[] = [];
    for await (const { data } of source) seen.push(JSON.parse(JSON.stringify(data)));
    expect(seen).toStrictEqual([
      { linkHealth: { __typename: 'LinkHealthSnapshot', version: 'e:1', links: [{ partner: 'ipm', held: 2 }] } },
    ]);
    expect(await subscribe({ schema, document, contextValue: asking('contact-agent').context })).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  it('tell what is to be settled', async () => {
    const { data } = await ask('{ ipmTasks { nodes { id kind subjects status suggestedFix ageMinutes } } }');
    expect(data).toStrictEqual({
      ipmTasks: {
        nodes: [
          {
            ...{ id: 't1', kind: 'place-unmapped', subjects: ['place'], status: 'OPEN' },
            ...{ suggestedFix: 'MAP_PLACE', ageMinutes: 75 },
          },
        ],
      },
    });
  });
});

it('marks what shows a patient', () => {
  expect(sdlOf(graph().schema)).toMatch(/content: String @personal/);
});
