import { createLocalPeer } from '@flow/platform/graphql/local-peer';
import { PeerUnavailable, type GraphPeer } from '@flow/platform/graphql/peer';
import { silentLog } from '@flow/platform/telemetry/log';
import { buildSchema, type GraphQLSchema } from 'graphql';

/** Somebody as the patients service gives them. */
export interface StandInPerson {
  readonly family: string;
  readonly given: string;
  readonly revision: number;
  readonly restricted?: boolean;
}

/** The people that the patients service of a test knows, which the test may change. Who is not named has the id as family name. */
export interface People {
  readonly known: Map<string, StandInPerson>;
  /** Ids that are nobody's. */
  readonly unknown: Set<string>;
  /** Ids asked for, a list a question. */
  readonly asked: (readonly string[])[];
  away: boolean;
}

export const somePeople = (): People => ({ known: new Map(), unknown: new Set(), asked: [], away: false });

const PERSON = `type PersonDetails { patientId: ID! revision: Int! family: String given: String sex: String birthDate: String
  restricted: Boolean! deceased: Boolean! }
  type Query { personDetails(ids: [ID!]!): [PersonDetails!] }`;

/** Resolvers of root fields, as graphql-js takes them from a plain schema. */
function withRoot(schema: GraphQLSchema, field: string, resolve: (args: { ids: string[] }) => unknown): GraphQLSchema {
  const found = schema.getQueryType()?.getFields()[field];
  if (found === undefined) throw new Error(`No field ${field}.`);
  found.resolve = (_source, args: { ids: string[] }) => resolve(args);
  return schema;
}

export function patientsStandIn(people: People): GraphPeer {
  const schema = withRoot(buildSchema(PERSON), 'personDetails', ({ ids }) => {
    people.asked.push(ids);
    return ids
      .filter((id) => !people.unknown.has(id))
      .map((patientId) => {
        const { restricted = false, ...person } = people.known.get(patientId) ?? {
          ...{ family: patientId.toUpperCase(), given: 'Test', revision: 1 },
        };
        return { patientId, ...person, sex: '2', birthDate: '1980-01-02', restricted, deceased: false };
      });
  });
  const peer = createLocalPeer({ service: 'patients', schema: () => schema, log: silentLog });
  return {
    execute: (request) => (people.away ? Promise.reject(new PeerUnavailable('patients')) : peer.execute(request)),
  };
}

export interface StandInLink {
  partner: string;
  connected: boolean;
  completeUpTo: string | null;
  everHeard: boolean;
  lastHeardAt: string | null;
  unsettled: number;
  completesBoards: boolean;
}

/** What the interface of a test says is parked, which the test may change. */
export interface StandInParked {
  readonly lanes: { readonly patientIds: readonly string[]; readonly since: string }[];
  away: boolean;
}

export function ipmStandIn(links: readonly StandInLink[], parked: StandInParked): GraphPeer {
  const sdl = `type LinkHealth { partner: ID! connected: Boolean! completeUpTo: String everHeard: Boolean! lastHeardAt: String unsettled: Int! completesBoards: Boolean! }
    type ParkedLane { patientIds: [ID!]! since: String! }
    type Query { links: [LinkHealth!] parkedLanes: [ParkedLane!] }`;
  const schema = withRoot(
    withRoot(buildSchema(sdl), 'links', () => links),
    'parkedLanes',
    () => (parked.away ? null : parked.lanes),
  );
  return createLocalPeer({ service: 'ipm', schema: () => schema, log: silentLog });
}
