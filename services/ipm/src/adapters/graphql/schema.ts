import { buildSubgraph } from '@flow/platform/graphql/subgraph';
import type { TaskSource } from '@flow/platform/tasks/task-source';
import type { GraphQLSchema } from 'graphql';
import type { Links } from '../../application/links';
import type { InterfaceTaskKind } from '../../domain/task/task-kinds';
import type { Erasing } from '../../application/erasing/erasing';
import { DryRunResolver, type DryRunResolverDeps } from './dry-run-resolver';
import { EraseResolver } from './erase-resolver';
import { LinkResolver, watchLinksIn } from './link-resolver';
import { MessageResolver, type MessageResolverDeps } from './message-resolver';
import type { ParkedLanes } from '../../application/parked-lanes';
import { ParkedResolver } from './parked-resolver';
import { PlacesResolver, type PlacesDeps } from './places-resolver';
import { RetryManyResolver, type RetryManyResolverDeps } from './retry-many-resolver';
import { TaskResolver } from './task-resolver';
import { WorkResolver, type WorkResolverDeps } from './work-resolver';

export interface SchemaDeps
  extends MessageResolverDeps, WorkResolverDeps, DryRunResolverDeps, RetryManyResolverDeps, PlacesDeps {
  readonly erasing: Erasing;
  readonly links: Links;
  readonly parked: ParkedLanes;
  readonly tasks: TaskSource<InterfaceTaskKind>;
}

/** The part of the graph that the interface answers for. */
export function buildIpmSchema(deps: SchemaDeps): GraphQLSchema {
  const schema = buildSubgraph({
    name: 'ipm',
    resolvers: [
      new MessageResolver(deps),
      new WorkResolver(deps),
      new DryRunResolver(deps),
      new RetryManyResolver(deps),
      new ParkedResolver(deps.parked, deps.clock),
      new LinkResolver(deps.links),
      new TaskResolver(deps.tasks),
      new EraseResolver(deps.erasing),
      new PlacesResolver(deps),
    ],
  });
  watchLinksIn(schema, deps.links);
  return schema;
}
