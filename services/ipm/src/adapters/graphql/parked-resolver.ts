import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { DateTime } from '@flow/platform/graphql/scalars';
import type { Clock } from '@flow/platform/time/clock';
import { epochMsOf } from '@flow/platform/time/instant';
import { may } from '@flow/schema/rights';
import { Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { ParkedLanes } from '../../application/parked-lanes';

@ObjectType({ description: 'A message that is not understood, and what waits behind it. Ids alone.' })
class ParkedLane {
  @Field(() => ID, { description: 'The message that makes others wait.' })
  messageId!: string;

  @Field(() => String)
  reason!: string;

  @Field(() => [ID], { description: 'Whom its lane is about: where they are may be otherwise than is shown.' })
  patientIds!: readonly string[];

  @Field(() => DateTime)
  since!: string;

  @Field(() => Int)
  ageMinutes!: number;

  @Field(() => Int, { description: 'How many wait, of the latest hundred.' })
  waiting!: number;
}

const MINUTE_MS = 60_000;

@Resolver()
export class ParkedResolver {
  constructor(
    private readonly parked: ParkedLanes,
    private readonly clock: Clock,
  ) {}

  @Query(() => [ParkedLane], {
    nullable: true,
    description:
      'Lanes with a message that is not understood and may move its patients, and what waits behind it, the latest first; at most 100.',
  })
  async parkedLanes(@Ctx() { identity }: GraphContext): Promise<readonly ParkedLane[]> {
    if (!may(identity.roles, 'ipm.see-parked')) throw graphFault('FORBIDDEN');
    const now = epochMsOf(this.clock.now());
    const lanes = await this.parked.list();
    return lanes.map((lane) => {
      const ageMinutes = Math.max(0, Math.floor((now - epochMsOf(lane.since)) / MINUTE_MS));
      return Object.assign(new ParkedLane(), { ...lane, ageMinutes });
    });
  }
}
