import 'reflect-metadata';
import { buildSubgraphSchema, printSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph';
import { parse, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, createResolversMap, type BuildSchemaOptions, type ClassType } from 'type-graphql';
import type { GraphContext } from './graph-context';
import { hideUnreachable } from './hide-unreachable';
import { guardPersonalFields, PERSONAL_DEFINITION } from './personal';

/** Finds an entity of this service from the key fields that another service's answer held; null where there is none. */
export type ResolveReference = (
  reference: Readonly<Record<string, unknown>>,
  context: GraphContext,
  info: GraphQLResolveInfo,
) => unknown;

/** Opens the source of one subscription; what it gives becomes the root of each frame. Throws a fault to refuse it. */
export type OpenSource = (
  args: Readonly<Record<string, unknown>>,
  context: GraphContext,
) => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>;

/** For the `subscribe` of a `@Subscription`: it is decorated before any schema is made, whose `subscriptions` has the source. */
export const sourceOfSchema = (): never => {
  throw new Error('This schema was given no source for the subscription.');
};

export interface SubgraphOptions {
  /** The service, as the supergraph names it. */
  readonly name: string;
  /** Resolvers made with what they need. A class that needs nothing may be given instead of one made from it. */
  readonly resolvers: readonly object[];
  /** Types that no field names: members of interfaces, entities that others refer to. */
  readonly orphanedTypes?: readonly ClassType[];
  /** By entity type. Without one, the reference itself is the entity. */
  readonly references?: Readonly<Record<string, ResolveReference>>;
  /** By field of Subscription: every one of them. Its `return()` must end it at once, as that of `Frames` does. */
  readonly subscriptions?: Readonly<Record<string, OpenSource>>;
}

const LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@shareable", "@inaccessible", "@tag", "@external", "@requires", "@provides", "@override", "@cost", "@listSize"]
)`;

const isClass = (resolver: object): resolver is ClassType => typeof resolver === 'function';

/** Which object answers for a resolver class in this schema: another service, or instance, of the process has its own. */
function containerOf(resolvers: readonly object[]) {
  const made = new Map<unknown, object>(
    resolvers.map((resolver) => (isClass(resolver) ? [resolver, new resolver()] : [resolver.constructor, resolver])),
  );
  return { classes: [...made.keys()].filter((each) => typeof each === 'function'), get: (of: unknown) => made.get(of) };
}

/** Subscriptions here have sources of their own; the library asks for topics as soon as there is one. */
const NO_TOPICS: NonNullable<BuildSchemaOptions['pubSub']> = {
  publish: () => {
    throw new Error('Nothing is published by topic.');
  },
  subscribe: () => {
    throw new Error('Nothing is subscribed to by topic.');
  },
};

function giveSources(schema: GraphQLSchema, sources: Readonly<Record<string, OpenSource>>): void {
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  for (const [name, open] of Object.entries(sources)) {
    const field = fields[name];
    if (!field) throw new Error(`The subgraph has no subscription ${name}.`);
    field.subscribe = (_source, args: Readonly<Record<string, unknown>>, context: GraphContext) => open(args, context);
  }
}

type ResolverMap = GraphQLResolverMap<GraphContext>;

// Both libraries take the same maps at run time; only what they call them in types differs, and references have no type at all.
const resolversOf = (schema: GraphQLSchema): ResolverMap => createResolversMap(schema) as ResolverMap;
const referencesOf = (references: Readonly<Record<string, ResolveReference>>): ResolverMap =>
  Object.fromEntries(
    Object.entries(references).map(([type, resolve]) => [type, { __resolveReference: resolve }] as const),
  ) as unknown as ResolverMap;

/**
 * The executable federated schema of one service. Fields marked personal refuse to show anything before their patient was
 * reported; what only @inaccessible fields lead to is @inaccessible, too.
 */
export function buildSubgraph({
  name,
  resolvers,
  orphanedTypes = [],
  references = {},
  subscriptions = {},
}: SubgraphOptions): GraphQLSchema {
  const { classes, get } = containerOf(resolvers);
  const [first, ...rest] = classes;
  if (!first) throw new Error(`The subgraph ${name} has no resolvers.`);
  const plain = buildSchemaSync({
    resolvers: [first, ...rest],
    orphanedTypes: [...orphanedTypes],
    container: { get },
    validate: false,
    skipCheck: true,
    pubSub: NO_TOPICS,
  });
  const schema = buildSubgraphSchema([
    { typeDefs: parse(`${LINK}\n${PERSONAL_DEFINITION}`), resolvers: referencesOf(references) },
    { typeDefs: hideUnreachable(parse(printSubgraphSchema(plain))), resolvers: resolversOf(plain) },
  ]);
  guardPersonalFields(schema);
  giveSources(schema, subscriptions);
  return schema;
}

/** The SDL of a subgraph, for composition and for schema/graphql/subgraphs. */
export const sdlOf = (schema: GraphQLSchema): string => printSubgraphSchema(schema);
