import { buildSubgraph } from '@flow/platform/graphql/subgraph';
import type { GraphQLSchema } from 'graphql';
import { AuditResolver, type AuditResolverDeps } from './audit-resolver';
import { VerificationResolver, type Verify } from './verification-resolver';

export interface SchemaDeps extends AuditResolverDeps {
  readonly verify: Verify;
}

/** The part of the graph that tells of the gateway's own records. */
export function buildGatewaySchema({ looks, patients, reportNamesStaff, verify }: SchemaDeps): GraphQLSchema {
  return buildSubgraph({
    name: 'gateway',
    resolvers: [new AuditResolver({ looks, patients, reportNamesStaff }), new VerificationResolver(verify)],
  });
}
