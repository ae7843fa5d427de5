import 'reflect-metadata';
import { Personal } from '@flow/platform/graphql/personal';
import { DateTime, LocalDate } from '@flow/platform/graphql/scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { BedRow, OccupantRow } from '../../application/live/board-rows';
import type { Sight } from '../../application/who-sees';
import {
  BedFundingEnum,
  BoardConcernEnum,
  BedKindEnum,
  BedLabelEnum,
  ClosedReasonEnum,
  HoldReasonEnum,
  ReadinessEnum,
  WardKindEnum,
} from './enums';
import { PatientRef } from './patient-entity';

@ObjectType({
  description:
    'Somebody in a bed, or in a ward without one. Of a shielded patient, whoever may not know who it is gets `restricted` and nothing else.',
})
export class Occupant {
  @Field(() => ID, { nullable: true })
  stayId?: string;

  @Field(() => PatientRef, { nullable: true })
  patient?: PatientRef;

  @Field(() => String, { nullable: true })
  @Personal()
  family?: string | null;

  @Field(() => String, { nullable: true })
  @Personal()
  given?: string | null;

  @Field(() => String, { nullable: true, description: 'PERSON STATED GENDER CODE: 1, 2, 9 or X.' })
  @Personal()
  sex?: string | null;

  @Field(() => LocalDate, { nullable: true })
  @Personal()
  birthDate?: string | null;

  @Field(() => Boolean, { nullable: true })
  @Personal()
  deceased?: boolean;

  @Field(() => Boolean, { description: 'Shielded.' })
  restricted!: boolean;

  @Field(() => Boolean, { description: 'The name is being fetched, and comes by itself.' })
  detailsMissing!: boolean;

  @Field(() => DateTime, { nullable: true, description: 'In this place since then.' })
  since?: string;

  @Field(() => DateTime, { nullable: true })
  onLeaveSince?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Somebody on the ward put or saw the patient there.' })
  confirmed?: boolean;

  @Field(() => Boolean, { nullable: true, description: 'iPM has not told of this stay yet.' })
  provisional?: boolean;

  @Field(() => Boolean, { nullable: true, description: 'The first that we heard of it was not an admission.' })
  openedFromSnapshot?: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'iPM has not said that the patient is here: it has not been told yet, or says otherwise.',
  })
  unconfirmedByIpm?: boolean;

  @Field(() => ID, { nullable: true, description: 'The ward where iPM has the patient, where that is another place.' })
  toldWardId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The bed where iPM has the patient, where that is another place.' })
  toldBedId?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'A message about the patient came then and is not understood yet: the patient may be elsewhere. Null: none is known of.',
  })
  uncertainSince?: string | null;

  @Field(() => [BoardConcernEnum], {
    nullable: true,
    description: 'What people are asked to settle about it; ELSEWHERE_IN_IPM asks nothing of anybody.',
  })
  concerns?: readonly string[];

  @Field(() => [String], { nullable: true, description: 'What was amiss with the bed when it was given.' })
  notes?: readonly string[];

  @Field(() => ID, { nullable: true, description: 'The bed that is named for the patient, who does not have it.' })
  wantedBedId?: string | null;

  @Field(() => String, { nullable: true, description: 'For expectedVersion.' })
  version?: string;
}

@ObjectType({ description: 'A bed kept for somebody until a time.' })
export class BedHold {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTime)
  until!: string;

  @Field(() => HoldReasonEnum)
  reason!: string;

  @Field(() => PatientRef, { nullable: true, description: 'Null: nobody yet, or nobody whom you may know.' })
  patient!: PatientRef | null;
}

@ObjectType({ description: 'A bed as it stands.' })
@Directive('@key(fields: "id")')
export class Bed {
  /** What it is made from, and what of it may be seen. */
  readonly row!: BedRow;
  readonly sight!: Sight;

  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  wardId!: string;

  @Field(() => ID, { nullable: true })
  bayId!: string | null;

  @Field(() => String)
  code!: string;

  @Field(() => String)
  name!: string;

  @Field(() => BedKindEnum)
  kind!: string;

  @Field(() => BedFundingEnum)
  funding!: string;

  @Field(() => Boolean)
  surge!: boolean;

  @Field(() => Boolean)
  oxygen!: boolean;

  @Field(() => Boolean)
  isolation!: boolean;

  @Field(() => Boolean)
  bariatric!: boolean;

  @Field(() => Boolean)
  monitored!: boolean;

  @Field(() => BedLabelEnum)
  label!: string;

  @Field(() => String, { description: 'The label for people: a shielded patient’s bed reads “Occupied, restricted”.' })
  reads!: string;

  @Field(() => ReadinessEnum)
  readiness!: string;

  @Field(() => DateTime)
  readinessSince!: string;

  @Field(() => ClosedReasonEnum, { nullable: true })
  closedReason!: string | null;

  @Field(() => DateTime, { nullable: true })
  closedSince!: string | null;

  @Field(() => BedHold, { nullable: true })
  hold!: BedHold | null;

  @Field(() => Int)
  occupantCount!: number;

  @Field(() => String, { description: 'For expectedVersion.' })
  version!: string;
}

@ObjectType({ description: 'A bay of a ward.' })
export class Bay {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  code!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: 'Who may lie here: 1 male, 2 female, 8 not specified.' })
  sex!: string | null;
}

@ObjectType({ description: 'How many beds of a ward, or of all wards shown, are in which state.' })
export class BedCounts {
  @Field(() => Int)
  beds!: number;

  @Field(() => Int)
  available!: number;

  @Field(() => Int)
  surge!: number;

  @Field(() => Int)
  reserved!: number;

  @Field(() => Int, { description: 'With a patient, on leave or in a closed bed included.' })
  occupied!: number;

  @Field(() => Int)
  onLeave!: number;

  @Field(() => Int)
  awaitingClean!: number;

  @Field(() => Int)
  cleaning!: number;

  @Field(() => Int, { description: 'Closed and empty.' })
  closed!: number;

  @Field(() => Int, { description: 'Patients in the ward without a bed.' })
  waiting!: number;

  @Field(() => Int, { description: 'Patients about whom there is something to settle.' })
  toSettle!: number;
}

@ObjectType({ description: 'A bed on the hospital board: nobody is named.' })
export class BedCell {
  @Field(() => ID)
  bedId!: string;

  @Field(() => String)
  code!: string;

  @Field(() => BedLabelEnum)
  label!: string;

  @Field(() => Boolean, { description: 'iPM has not said that whoever is in it is in it.' })
  unconfirmedByIpm!: boolean;

  @Field(() => Boolean, { description: 'A message about whoever is in it is not understood: they may be elsewhere.' })
  uncertain!: boolean;
}

@ObjectType({ description: 'A ward with its counts.' })
@Directive('@key(fields: "id")')
export class Ward {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  siteId!: string;

  @Field(() => String)
  code!: string;

  @Field(() => String)
  name!: string;

  @Field(() => WardKindEnum)
  kind!: string;

  @Field(() => String, { nullable: true })
  specialty!: string | null;

  @Field(() => BedCounts)
  counts!: BedCounts;

  @Field(() => [BedCell], { description: 'Every bed by its code.' })
  cells!: readonly BedCell[];
}

@ObjectType()
export class Site {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  code!: string;

  @Field(() => String)
  name!: string;
}

/** Kept beside a board or frame until somebody asks for those who have no bed. */
export interface Waiting {
  readonly rows: readonly OccupantRow[];
  readonly sight: Sight;
}
