import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { may } from '@flow/schema/rights';
import type { GraphQLSchema } from 'graphql';
import { Arg, Ctx, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { LinkFrame as Frame, Links } from '../../application/links';
import { frameFrom, LinkHealth, LinkHealthFrame, linkFrom } from './link-types';

function mustSeeLinks({ identity }: GraphContext): void {
  if (!may(identity.roles, 'ipm.see-links')) throw graphFault('FORBIDDEN');
}

/** The decorator is made before any schema is, and cannot reach what one of them needs: see watchLinksIn. */
const notWatched = (): never => {
  throw new Error('Nobody watches links in this schema.');
};

@Resolver(() => LinkHealth)
export class LinkResolver {
  constructor(private readonly allLinks: Links) {}

  @Query(() => [LinkHealth], { nullable: true, description: 'The link of every partner.' })
  async links(@Ctx() context: GraphContext): Promise<readonly LinkHealth[]> {
    mustSeeLinks(context);
    return (await this.allLinks.all()).map(linkFrom);
  }

  @Subscription(() => LinkHealthFrame, {
    description: 'Every link at once, then those that change, and all of them every five seconds.',
    subscribe: notWatched,
  })
  linkHealth(
    @Arg('sinceVersion', () => String, { nullable: true, description: 'The last version that was seen.' })
    _sinceVersion: string | null | undefined,
    @Root() frame: Frame,
  ): typeof LinkHealthFrame {
    return frameFrom(frame);
  }
}

/** Gives the subscription of this schema its source. */
export function watchLinksIn(schema: GraphQLSchema, links: Links): void {
  const field = schema.getSubscriptionType()?.getFields()['linkHealth'];
  if (!field) throw new Error('The schema has no subscription linkHealth.');
  field.subscribe = (_source, { sinceVersion }: { readonly sinceVersion?: string | null }, context: GraphContext) => {
    mustSeeLinks(context);
    return watch(links, sinceVersion ?? undefined);
  };
}

/** Ends at once when whoever listens goes away, also while a frame is awaited. */
function watch(links: Links, since: string | undefined): AsyncIterableIterator<Frame, void> {
  const gone = new AbortController();
  const frames = links.watch(gone.signal, since);
  return {
    next: () => frames.next(),
    return() {
      gone.abort();
      return frames.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
