import 'reflect-metadata';
import { connectionOf } from '@flow/platform/graphql/page-info';
import { Personal } from '@flow/platform/graphql/personal';
import { DateTime } from '@flow/platform/graphql/scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AUDIT_FAULTS } from '../../application/verify-audit';
import { LOOK_CLASSES, LOOK_OUTCOMES } from '../../projections/look-document';

/** GraphQL's names of what is written in small letters. */
export const enumOf = <Value extends string>(values: readonly Value[]): Record<string, Value> =>
  Object.fromEntries(values.map((value) => [value.replaceAll('-', '_').toUpperCase(), value]));

export const LookClassEnum = enumOf(LOOK_CLASSES);
registerEnumType(LookClassEnum, {
  name: 'LookClass',
  description: 'In an answer, in the outcome of a mutation, or in frames of a subscription.',
});
export const LookOutcomeEnum = enumOf(LOOK_OUTCOMES);
registerEnumType(LookOutcomeEnum, {
  name: 'LookOutcome',
  description: 'Patients were shown; nobody was found; or it was refused.',
});
export const AuditFaultEnum = enumOf(AUDIT_FAULTS);
registerEnumType(AuditFaultEnum, {
  name: 'AuditFaultKind',
  description: 'What is wrong with an entry of the audit, or with the end of a stream of them.',
});

@ObjectType({ description: 'Somebody was shown patients, or asked for somebody in vain.' })
export class Look {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTime)
  shownAt!: string;

  @Field(() => String, { description: 'Who looked, as their token names them.' })
  user!: string;

  @Field(() => [String], { description: 'What they were at that moment.' })
  roles!: readonly string[];

  @Field(() => String, { nullable: true })
  device!: string | null;

  @Field(() => String, { description: 'The first fields of what was asked: wardBoard.' })
  operation!: string;

  @Field(() => LookClassEnum)
  class!: string;

  @Field(() => LookOutcomeEnum)
  outcome!: string;

  @Field(() => Int, { description: 'How many patients were shown.' })
  patientCount!: number;

  @Personal()
  @Field(() => [ID], {
    nullable: true,
    description: 'Of the patients who are asked about, at most 100; null where nobody was shown.',
  })
  patientIds!: readonly string[] | null;

  @Field(() => Boolean, { description: 'Whether somebody had been opened by break-glass.' })
  breakGlass!: boolean;

  /** What a break-glass was for is found out only for whoever asks. */
  opened!: readonly string[];
}

export const LookConnection = connectionOf('Look', () => Look);

@ObjectType({ description: 'One line of what a patient may be handed about who looked at their record.' })
export class AccessReportLine {
  @Personal()
  @Field(() => DateTime)
  at!: string;

  @Personal()
  @Field(() => String, { description: 'What the person was, in words.' })
  role!: string;

  @Personal()
  @Field(() => String, { description: 'How the record was seen, in words.' })
  how!: string;

  @Personal()
  @Field(() => Boolean, { description: 'Whether it had to be opened by break-glass.' })
  breakGlass!: boolean;

  @Personal()
  @Field(() => String, { nullable: true, description: 'Null where the hospital does not name its staff here.' })
  staff!: string | null;

  /** For cursors alone. */
  id!: string;
}

export const AccessReportLineConnection = connectionOf('AccessReportLine', () => AccessReportLine);

@ObjectType({ description: 'An entry of the audit that is not as it was written, or is gone.' })
export class AuditFault {
  @Field(() => String)
  stream!: string;

  @Field(() => Int)
  revision!: number;

  @Field(() => AuditFaultEnum)
  what!: string;

  @Field(() => String)
  sentence!: string;
}

@ObjectType({ description: 'Whether the audit is as it was written.' })
export class AuditVerification {
  @Field(() => Int)
  streams!: number;

  @Field(() => Int)
  events!: number;

  @Field(() => Int, { description: 'Written before there were hashes: nothing is known of them.' })
  beforeChain!: number;

  @Field(() => Int)
  faultCount!: number;

  @Field(() => [AuditFault], { description: 'The first hundred.' })
  faults!: readonly AuditFault[];
}
