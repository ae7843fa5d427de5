import { buildSubgraph } from '@flow/platform/graphql/subgraph';
import type { GraphQLSchema } from 'graphql';
import { AuditResolver, type AuditResolverDeps } from './audit-resolver';
import { BreakGlassResolver, LookReasons, type BreakGlassResolverDeps } from './break-glass-resolver';
import { UsersResolver, type UsersResolverDeps } from './users-resolver';
import { VerificationResolver, type Verify } from './verification-resolver';

export interface SchemaDeps {
  readonly audit: AuditResolverDeps;
  readonly breakGlass: BreakGlassResolverDeps;
  readonly users: UsersResolverDeps;
  readonly verify: Verify;
}

/** The part of the graph that tells of the gateway's own records. */
export function buildGatewaySchema({ audit, breakGlass, users, verify }: SchemaDeps): GraphQLSchema {
  return buildSubgraph({
    name: 'gateway',
    resolvers: [
      new AuditResolver(audit),
      new BreakGlassResolver(breakGlass),
      new LookReasons(breakGlass.openings),
      new UsersResolver(users),
      new VerificationResolver(verify),
    ],
  });
}
