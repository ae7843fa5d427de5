import 'reflect-metadata';
import { DateTime } from '@flow/platform/graphql/scalars';
import { connectionOf } from '@flow/platform/graphql/page-info';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { StayDocument } from '../../projections/stay-document';
import { StayStatusEnum } from './enums';
import { PatientRef } from './patient-entity';

@ObjectType({ description: 'A place as finely as it was said.' })
export class StayPlace {
  @Field(() => ID, { nullable: true })
  wardId!: string | null;

  @Field(() => ID, { nullable: true })
  bayId!: string | null;

  @Field(() => ID, { nullable: true })
  bedId!: string | null;

  @Field(() => ID, { nullable: true, description: 'A place of the partner that no map knows.' })
  unmappedPlaceId!: string | null;
}

@ObjectType({ description: 'One thing told or done about a stay.' })
export class StayHistoryEntry {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'ipm: it was told. ward: our people did it.' })
  from!: string;

  @Field(() => String, { description: 'A word of StayTelling, or what was done: admitted, moved, left, …' })
  what!: string;

  @Field(() => DateTime)
  occurredAt!: string;

  @Field(() => StayPlace, { nullable: true })
  place!: StayPlace | null;

  @Field(() => String, { nullable: true, description: 'Who did it; null: it was told.' })
  by!: string | null;

  @Field(() => ID, { nullable: true })
  messageId!: string | null;

  @Field(() => Boolean, { description: 'Cancelled by iPM, or taken back by our people.' })
  takenBack!: boolean;
}

@ObjectType({ description: 'A stay in hospital, or one that is expected.' })
@Directive('@key(fields: "id")')
export class Stay {
  readonly document!: StayDocument;

  @Field(() => ID)
  id!: string;

  @Field(() => PatientRef)
  patient!: PatientRef;

  @Field(() => StayStatusEnum, {
    description:
      'By the last word that counts, iPM’s or our people’s: whoever we discharged has left, whoever we saw is in.',
  })
  status!: string;

  @Field(() => DateTime, { nullable: true, description: 'As iPM tells it; else when our people admitted the patient.' })
  admittedAt!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Of a stay that is over: as iPM tells it, else as our people did it.',
  })
  dischargedAt!: string | null;

  @Field(() => StayStatusEnum, { description: 'As iPM alone tells it. UNKNOWN: it has told of no movement.' })
  toldStatus!: string;

  @Field(() => DateTime, { nullable: true, description: 'As iPM alone tells it.' })
  toldAdmittedAt!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'As iPM alone tells it.' })
  toldDischargedAt!: string | null;

  @Field(() => DateTime, { nullable: true })
  expectedAdmissionAt!: string | null;

  @Field(() => DateTime, { nullable: true })
  expectedDischargeAt!: string | null;

  @Field(() => Boolean, { nullable: true })
  readyForDischarge!: boolean | null;

  @Field(() => String, { nullable: true })
  patientClass!: string | null;

  @Field(() => String, { nullable: true })
  specialty!: string | null;

  @Field(() => String, { nullable: true })
  consultant!: string | null;

  @Field(() => String, { nullable: true })
  admissionMethod!: string | null;

  @Field(() => String, { nullable: true })
  dischargeMethod!: string | null;

  @Field(() => String, { nullable: true })
  dischargeDestination!: string | null;

  @Field(() => StayPlace, { nullable: true, description: 'Where iPM says that the patient is or last was.' })
  toldPlace!: StayPlace | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'While the patient is in: a message about them came then and is not understood yet. They may be elsewhere, or have left.',
  })
  uncertainSince!: string | null;

  @Field(() => String, { nullable: true, description: 'For expectedVersion, while the patient is in.' })
  version!: string | null;
}

@ObjectType({ description: 'One thing that happened to a bed. Ids and codes only.' })
export class BedHistoryEntry {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'arrived, left, held, hold-released, closed, opened, cleaning, …' })
  what!: string;

  @Field(() => String, { nullable: true })
  why!: string | null;

  @Field(() => ID, { nullable: true, description: 'Null also where you may not know whose.' })
  stayId!: string | null;

  @Field(() => PatientRef, { nullable: true })
  patient!: PatientRef | null;

  @Field(() => String)
  by!: string;

  @Field(() => DateTime)
  occurredAt!: string;

  @Field(() => DateTime, { description: 'When we recorded it.' })
  recordedAt!: string;
}
export const BedHistoryConnection = connectionOf('BedHistoryEntry', () => BedHistoryEntry);
