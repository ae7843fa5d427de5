import 'reflect-metadata';
import { unreachable } from '@flow/platform/decider/decider';
import { DateTime } from '@flow/platform/graphql/scalars';
import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import type { LinkHealth as Health } from '../../application/link-health';
import type { LinkFrame } from '../../application/links';

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

  @Field(() => Boolean, { description: 'Whether it ever sent anything.' })
  everHeard!: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the last frame was stored. Null too when only a clock that was set back since could tell: see everHeard.',
  })
  lastHeardAt?: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Everything received up to then has an outcome: now, while connected with nothing unsettled; else when the last message before the oldest unsettled one was received. Null when nobody can say.',
  })
  completeUpTo?: string;

  @Field(() => Int, { description: 'Messages received that have no outcome yet.' })
  unsettled!: number;

  @Field(() => Int, { description: 'Messages in quarantine; never counted beyond 1,000.' })
  quarantined!: number;

  @Field(() => Int, { description: 'Messages held for a service that will want them; never counted beyond 1,000.' })
  held!: number;

  @Field(() => Boolean, { description: 'Whether boards are complete only as far as this partner is.' })
  completesBoards!: boolean;

  @Field(() => String, { nullable: true, description: 'Why it does not listen, or keeps an older configuration.' })
  problem?: string;
}

@ObjectType({ description: 'Every link as it stands.' })
export class LinkHealthSnapshot {
  @Field(() => String, { description: 'Opaque. Given back as sinceVersion it spares what is known already.' })
  version!: string;

  @Field(() => [LinkHealth])
  links!: readonly LinkHealth[];
}

@ObjectType({ description: 'The links that changed, whole.' })
export class LinkHealthChanges {
  @Field(() => String, { description: 'Opaque. Given back as sinceVersion it spares what is known already.' })
  version!: string;

  @Field(() => [LinkHealth])
  links!: readonly LinkHealth[];
}

@ObjectType({ description: 'Nothing happened but that time went on: every link again, with how far it is complete.' })
export class LinkHealthHeartbeat {
  @Field(() => String, { description: 'Opaque. Given back as sinceVersion it spares what is known already.' })
  version!: string;

  @Field(() => [LinkHealth])
  links!: readonly LinkHealth[];
}

export const LinkHealthFrame = createUnionType({
  name: 'LinkHealthFrame',
  types: () => [LinkHealthSnapshot, LinkHealthChanges, LinkHealthHeartbeat] as const,
});

export const linkFrom = (health: Health): LinkHealth =>
  Object.assign(new LinkHealth(), { completesBoards: true, ...health });

export function frameFrom({ what, version, links }: LinkFrame): typeof LinkHealthFrame {
  const told = { version, links: links.map(linkFrom) };
  switch (what) {
    case 'snapshot':
      return Object.assign(new LinkHealthSnapshot(), told);
    case 'changes':
      return Object.assign(new LinkHealthChanges(), told);
    case 'heartbeat':
      return Object.assign(new LinkHealthHeartbeat(), told);
    default:
      return unreachable(what);
  }
}
