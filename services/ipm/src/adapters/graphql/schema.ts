import { buildSubgraph } from '@flow/platform/graphql/subgraph';
import type { GraphQLSchema } from 'graphql';
import type { Links } from '../../application/links';
import { LinkResolver, watchLinksIn } from './link-resolver';
import { MessageResolver, type MessageResolverDeps } from './message-resolver';
import { TaskResolver, type TaskLister } from './task-resolver';

export interface SchemaDeps extends MessageResolverDeps {
  readonly links: Links;
  readonly tasks: TaskLister;
}

/** The part of the graph that the interface answers for. */
export function buildIpmSchema(deps: SchemaDeps): GraphQLSchema {
  const resolvers = [new MessageResolver(deps), new LinkResolver(deps.links), new TaskResolver(deps.tasks)];
  const schema = buildSubgraph({ name: 'ipm', resolvers });
  watchLinksIn(schema, deps.links);
  return schema;
}
