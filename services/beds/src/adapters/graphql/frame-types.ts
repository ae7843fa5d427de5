import 'reflect-metadata';
import { DateTime } from '@flow/platform/graphql/scalars';
import { createUnionType, Field, ID, ObjectType } from 'type-graphql';
import { Bay, Bed, BedCounts, Site, Ward, type Waiting } from './board-types';
import { BehindReasonEnum } from './enums';

@ObjectType({ description: 'Up to what time a board tells everything that was said, and why not up to now.' })
export class BoardAge {
  @Field(() => DateTime)
  at!: string;

  @Field(() => DateTime, { nullable: true, description: 'Null: nobody can say.' })
  completeUpTo!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When a partner last sent anything.' })
  lastHeardAt!: string | null;

  @Field(() => [BehindReasonEnum])
  reasons!: readonly string[];
}

@ObjectType({ description: 'A ward with every bed and everybody in it.' })
export class WardBoard {
  readonly waitingRows!: Waiting;

  @Field(() => String)
  version!: string;

  @Field(() => Boolean, { description: 'It does not show the minVersion asked for yet.' })
  behind!: boolean;

  @Field(() => Ward)
  ward!: Ward;

  @Field(() => [Bay])
  bays!: readonly Bay[];

  @Field(() => [Bed])
  beds!: readonly Bed[];
}

@ObjectType({ description: 'Every ward that you may see, with its beds. Nobody is named.' })
export class HospitalBoard {
  @Field(() => String)
  version!: string;

  @Field(() => Boolean, { description: 'It does not show the minVersion asked for yet.' })
  behind!: boolean;

  @Field(() => [Site])
  sites!: readonly Site[];

  @Field(() => [Ward])
  wards!: readonly Ward[];

  @Field(() => BedCounts)
  totals!: BedCounts;
}

@ObjectType({ description: 'The first frame for whoever has nothing.' })
export class WardBoardSnapshot {
  @Field(() => String)
  version!: string;

  @Field(() => WardBoard)
  board!: WardBoard;
}

@ObjectType({ description: 'Throw away what you have: it cannot be said what has changed since.' })
export class WardBoardResync extends WardBoardSnapshot {}

@ObjectType({ description: 'What has changed: put these beds in place of those, and everybody waiting.' })
export class WardBoardChanges {
  /** Of the events that it tells of: for the gateway, and no part of the graph. */
  traces: readonly string[] = [];

  readonly waitingRows!: Waiting;

  @Field(() => String)
  version!: string;

  @Field(() => Ward)
  ward!: Ward;

  @Field(() => [Bay])
  bays!: readonly Bay[];

  @Field(() => [Bed])
  beds!: readonly Bed[];

  @Field(() => [ID])
  removedBedIds!: readonly string[];
}

@ObjectType({
  description:
    'What came without an event: names that came later than their rows, or that it is uncertain where somebody is. It makes no new version.',
})
export class WardBoardDetails {
  readonly waitingRows!: Waiting;

  @Field(() => [Bed])
  beds!: readonly Bed[];
}

@ObjectType({ description: 'Nothing else has changed. Without one for 15 seconds, the board on the screen is old.' })
export class BoardHeartbeat {
  @Field(() => String)
  version!: string;

  @Field(() => BoardAge)
  age!: BoardAge;
}

@ObjectType({ description: 'The first frame for whoever has nothing.' })
export class HospitalBoardSnapshot {
  @Field(() => String)
  version!: string;

  @Field(() => HospitalBoard)
  board!: HospitalBoard;
}

@ObjectType({ description: 'Throw away what you have: it cannot be said what has changed since.' })
export class HospitalBoardResync extends HospitalBoardSnapshot {}

@ObjectType({ description: 'What has changed: put these wards in place of those.' })
export class HospitalBoardChanges {
  /** Of the events that it tells of: for the gateway, and no part of the graph. */
  traces: readonly string[] = [];

  @Field(() => String)
  version!: string;

  @Field(() => [Ward])
  wards!: readonly Ward[];

  @Field(() => BedCounts)
  totals!: BedCounts;
}

@ObjectType({
  description:
    'In which beds it became uncertain, or certain, who is in them. Put these wards in place; it makes no new version.',
})
export class HospitalBoardDetails {
  @Field(() => [Ward])
  wards!: readonly Ward[];
}

// A resync is a snapshot too, so it is asked about first.
export const WardBoardFrame = createUnionType({
  name: 'WardBoardFrame',
  types: () => [WardBoardResync, WardBoardSnapshot, WardBoardChanges, WardBoardDetails, BoardHeartbeat] as const,
});
export const HospitalBoardFrame = createUnionType({
  name: 'HospitalBoardFrame',
  types: () =>
    [HospitalBoardResync, HospitalBoardSnapshot, HospitalBoardChanges, HospitalBoardDetails, BoardHeartbeat] as const,
});
