import 'reflect-metadata';
import { connectionOf } from '@flow/platform/graphql/page-info';
import { Personal } from '@flow/platform/graphql/personal';
import { DateTime } from '@flow/platform/graphql/scalars';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'One change of what is known of a patient.' })
export class PatientChange {
  @Field(() => ID, { description: 'Of which record: another than the one in use where it was merged into it.' })
  patientId!: string;

  @Field(() => String, { description: 'family, consent.sms, point.<id>, needs.formats, merged, registered.' })
  @Personal()
  field!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Null: there was none, or it is withheld of a restricted patient.',
  })
  @Personal()
  previous!: string | null;

  @Field(() => String, { nullable: true })
  @Personal()
  value!: string | null;

  @Field(() => DateTime)
  recordedAt!: string;

  @Field(() => String)
  recordedBy!: string;

  @Field(() => String, { nullable: true })
  onBehalfOf!: string | null;

  @Field(() => String)
  role!: string;

  @Field(() => String, { description: 'user, ipm, timer, import or system.' })
  origin!: string;
}

export const PatientChangeConnection = connectionOf('PatientChange', () => PatientChange);

@ArgsType()
export class HistoryArgs {
  @Field(() => Int, { defaultValue: 50 })
  first!: number;

  @Field(() => String, { nullable: true })
  after?: string | null;
}
