import { buildBedsSchema } from '@flow/beds/adapters/graphql/schema';
import { buildGatewaySchema } from '@flow/gateway/adapters/graphql/schema';
import { buildIpmSchema } from '@flow/ipm/adapters/graphql/schema';
import { buildPatientsSchema } from '@flow/patients/adapters/graphql/schema';
import type { GraphQLSchema } from 'graphql';

/**
 * Stands for everything that resolvers are made with. A schema that is only printed runs none of them, so that it needs no
 * engines, ports or clock: whatever is taken from it is the same nothing again.
 */
const nothing = new Proxy(() => undefined, { get: () => nothing, apply: () => nothing }) as never;

/** The subgraph of every service, by name, for printing. */
export function serviceSchemas(): ReadonlyMap<string, GraphQLSchema> {
  return new Map([
    ['beds', buildBedsSchema(nothing)],
    ['gateway', buildGatewaySchema(nothing)],
    ['ipm', buildIpmSchema(nothing)],
    ['patients', buildPatientsSchema(nothing)],
  ]);
}
