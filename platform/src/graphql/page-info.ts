import 'reflect-metadata';
import { Directive, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { graphFault } from './fault';

const MOST = 100;

@ObjectType({ description: 'Where a page stands in the whole list.' })
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => Boolean)
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** One page of a list that grows. */
export interface Page<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
  /** Null where counting would cost more than it is worth. */
  readonly totalCount: number | null;
}

/** The GraphQL types `<name>Edge` and `<name>Connection` for pages of that node. Make them once a name. */
export function connectionOf<Node extends object>(name: string, node: () => ClassType<Node>): ClassType<Page<Node>> {
  @ObjectType(`${name}Edge`)
  class NodeEdge implements Edge<Node> {
    @Field(() => String)
    cursor!: string;

    @Field(node)
    node!: Node;
  }

  @ObjectType(`${name}Connection`)
  class Connection implements Page<Node> {
    @Field(() => [NodeEdge])
    edges!: NodeEdge[];

    @Field(() => [node()])
    nodes!: Node[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    @Field(() => Int, { nullable: true })
    totalCount!: number | null;
  }
  return Connection;
}

/** How many were asked for, refused unless from 1 to 100. */
export function readFirst(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= MOST) return first;
  throw graphFault('BAD_USER_INPUT', 'The argument first must be from 1 to 100.');
}

/** A cursor from the values that the list is sorted by. Opaque: its form may change. */
export const cursorOf = (...key: readonly string[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** The values of a cursor of so many, or undefined where none was given. */
export function readCursor(cursor: string | null | undefined, length: number): readonly string[] | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === length && key.every((part) => typeof part === 'string')) return key;
  } catch {
    // Not JSON: refused below, as any other text that is no cursor.
  }
  throw graphFault('BAD_USER_INPUT', 'The cursor is not one that this list gave out.');
}

export interface PageOptions<Node> {
  readonly first: number;
  /** Whether the page was asked for after a cursor. */
  readonly after: boolean;
  readonly keyOf: (node: Node) => readonly string[];
  readonly totalCount?: number;
}

/** A page from the rows that were found: ask the store for one more than `first`, so as to know whether more follow. */
export function pageOf<Node>(
  found: readonly Node[],
  { first, after, keyOf, totalCount }: PageOptions<Node>,
): Page<Node> {
  const nodes = found.slice(0, first);
  const edges = nodes.map((node) => ({ cursor: cursorOf(...keyOf(node)), node }));
  const pageInfo = Object.assign(new PageInfo(), {
    hasNextPage: found.length > first,
    hasPreviousPage: after,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  });
  return { edges, nodes, pageInfo, totalCount: totalCount ?? null };
}
