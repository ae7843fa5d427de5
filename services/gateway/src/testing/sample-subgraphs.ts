import { buildSubgraphSchema } from '@apollo/subgraph';
import { EngineUnavailable } from '@flow/platform/event-store/errors';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { parse, type GraphQLSchema } from 'graphql';
import type { SampleBed, SampleBoard } from './sample-board';

const LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@cost", "@listSize", "@inaccessible", "@shareable"])
  directive @personal on FIELD_DEFINITION`;

const FAR_AWAY = 'The connection to 10.1.2.3:5432 failed for user flow.';
const NAMES: Readonly<Record<string, string>> = { p1: 'Ann Example', p2: 'Bob Example', p3: 'Cy Example' };

/** Who patients are. `p2` is restricted to bed managers, and to whoever opened it. */
export function peopleSchema(outage: { on: boolean } = { on: false }): GraphQLSchema {
  const typeDefs = parse(`${LINK}
    type Query {
      patient(id: ID!): Patient
      nameless: Patient
      patients(first: Int!): [Patient!]! @listSize(slicingArguments: ["first"])
      secret: String @inaccessible
      broken: String
      brokenForSure: String!
      refused: String
    }
    type Patient @key(fields: "id") { id: ID!  name: String @personal  friends(first: Int!): [Patient!] @listSize(slicingArguments: ["first"]) }`);
  const person = (id: string, { identity, shows }: GraphContext) => {
    const isOpen = identity.breakGlass?.includes(id) ?? false;
    if (id === 'p2' && !isOpen && !identity.roles.includes('bed-manager')) return { id };
    shows([id]);
    return { id, name: NAMES[id] };
  };
  const resolvers = {
    Query: {
      patient: (_: unknown, { id }: { id: string }, context: GraphContext) => person(id, context),
      patients: (_: unknown, { first }: { first: number }, context: GraphContext) =>
        Object.keys(NAMES)
          .slice(0, first)
          .map((id) => person(id, context)),
      nameless: () => ({ id: 'p1', name: NAMES['p1'] }),
      secret: () => 'secret',
      broken: () => {
        throw new Error(FAR_AWAY);
      },
      brokenForSure: () => {
        throw new Error(FAR_AWAY);
      },
      refused: () => {
        throw graphFault('FORBIDDEN');
      },
    },
    Patient: {
      __resolveReference: ({ id }: { id: string }, context: GraphContext) => {
        if (outage.on) throw new EngineUnavailable('/var/lib/flow/people.db');
        return person(id, context);
      },
      friends: () => [],
    },
  };
  return buildSubgraphSchema([{ typeDefs, resolvers }]);
}

/** What stands in which bed. Occupants are another's. */
export function wardsSchema(board: SampleBoard): GraphQLSchema {
  const typeDefs = parse(`${LINK}
    type Query {
      beds: [Bed!]! @listSize(assumedSize: 30)
      asker: Asker!
      slow(ms: Int!): String
    }
    type Mutation { hold(input: HoldInput!): Held  tellStay(input: HoldInput!): Held @inaccessible }
    input HoldInput { idempotencyKey: ID!  bedId: ID!  until: Moment }
    scalar Moment
    type Held { bedId: ID! }
    type Asker { subject: String!  roles: [String!]!  wards: [String!]!  correlationId: String! }
    type Bed { id: ID!  occupant: Patient }
    type Patient @key(fields: "id", resolvable: false) { id: ID! }
    type Subscription { boardChanged(sinceVersion: String): BoardFrame!  ticks: Int!  refusedFrames: Int! }
    union BoardFrame = BoardSnapshot | BoardChanges | BoardHeartbeat
    type BoardSnapshot { version: String!  beds: [Bed!]! }
    type BoardChanges { version: String!  beds: [Bed!]! }
    type BoardHeartbeat { version: String!  completeTo: String! }`);
  const hold = (_: unknown, { input }: { input: { bedId: string } }) => {
    if (input.bedId === 'gone') throw new Error(FAR_AWAY);
    return { bedId: input.bedId };
  };
  const resolvers = {
    Query: {
      beds: () => board.all(),
      asker: (_: unknown, __: unknown, { identity, correlationId }: GraphContext) => ({
        subject: identity.subject,
        roles: identity.roles,
        wards: identity.scope.wards === 'all' ? ['*'] : identity.scope.wards,
        correlationId,
      }),
      slow: async (_: unknown, { ms }: { ms: number }) =>
        new Promise((resolve) => setTimeout(() => resolve('done'), ms)),
    },
    Mutation: { hold, tellStay: hold },
    Bed: { occupant: ({ occupantId }: SampleBed) => (occupantId === null ? null : { id: occupantId }) },
    Subscription: {
      boardChanged: {
        subscribe: (_: unknown, { sinceVersion }: { sinceVersion?: string }, { identity }: GraphContext) =>
          board.follow(identity.subject, sinceVersion),
        resolve: (frame: unknown) => frame,
      },
      refusedFrames: {
        subscribe: () => {
          throw graphFault('FORBIDDEN');
        },
      },
    },
  };
  return buildSubgraphSchema([{ typeDefs, resolvers }]);
}
