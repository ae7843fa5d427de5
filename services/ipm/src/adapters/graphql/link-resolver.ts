import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { DateTime } from '@flow/platform/graphql/scalars';
import { may } from '@flow/schema/rights';
import type { GraphQLSchema } from 'graphql';
import { Ctx, Field, ID, Int, ObjectType, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { LinkHealth as Health } from '../../application/link-health';
import type { Links } from '../../application/links';

@ObjectType({ description: 'How far what a partner says can be believed to be on the boards.' })
export class LinkHealth {
  @Field(() => ID)
  partner!: string;

  @Field(() => Boolean, { description: 'Its port is open here.' })
  listening!: boolean;

  @Field(() => Boolean)
  connected!: boolean;

  @Field(() => DateTime, { nullable: true })
  connectedSince?: string;

  @Field(() => DateTime, { nullable: true, description: 'When the last frame was stored.' })
  lastHeardAt?: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Everything received up to then has an outcome: now, while connected with nothing unsettled; else when the last message before the oldest unsettled one was received.',
  })
  completeUpTo?: string;

  @Field(() => Int, { description: 'Messages received that have no outcome yet.' })
  unsettled!: number;

  @Field(() => Int, { description: 'Messages in quarantine; never counted beyond 10,000.' })
  quarantined!: number;

  @Field(() => Int, { description: 'Messages held for a service that will want them; never counted beyond 10,000.' })
  held!: number;

  @Field(() => String, { nullable: true, description: 'Why it does not listen, or keeps an older configuration.' })
  problem?: string;
}

function mustSeeLinks({ identity }: GraphContext): void {
  if (!may(identity.roles, 'ipm.see-links')) throw graphFault('FORBIDDEN');
}

const linkFrom = (health: Health): LinkHealth => Object.assign(new LinkHealth(), health);

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

  @Subscription(() => LinkHealth, {
    description: 'Every link at once, then each that changes, and all of them every five seconds.',
    subscribe: notWatched,
  })
  linkHealthChanged(@Root() health: Health): LinkHealth {
    return linkFrom(health);
  }
}

/** Gives the subscription of this schema its source. */
export function watchLinksIn(schema: GraphQLSchema, links: Links): void {
  const field = schema.getSubscriptionType()?.getFields()['linkHealthChanged'];
  if (!field) throw new Error('The schema has no subscription linkHealthChanged.');
  field.subscribe = (_source, _args, context: GraphContext) => {
    mustSeeLinks(context);
    return watch(links);
  };
}

/** Ends when whoever listens goes away. */
async function* watch(links: Links): AsyncGenerator<Health, void> {
  const gone = new AbortController();
  try {
    yield* links.watch(gone.signal);
  } finally {
    gone.abort();
  }
}
