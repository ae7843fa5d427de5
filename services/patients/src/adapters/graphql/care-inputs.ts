import 'reflect-metadata';
import { DateTime, LocalDate } from '@flow/platform/graphql/scalars';
import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Channel, Consent, SafeContactNote } from '../../domain/contact';
import { FORMATS, SIGN_LANGUAGES, SUPPORTS, type Format, type SignLanguage, type Support } from '../../domain/needs';
import { ChannelEnum, ConsentEnum, SafeContactEnum } from './care-types';
import { enumOf } from './enum-of';
import { Patient } from './patient-types';
import { PatientsRefusal } from './patients-refusal';

type Maybe<Value> = Value | null | undefined;
const codesOf = <Code extends string>(words: Readonly<Record<Code, string>>): readonly Code[] =>
  Object.keys(words).filter((code): code is Code => Object.hasOwn(words, code));

const FormatEnum = enumOf('InformationFormat', codesOf(FORMATS), 'DAPB1605: in what form information is needed.');
const SupportEnum = enumOf('CommunicationSupport', codesOf(SUPPORTS), 'DAPB1605: what helps to communicate.');
const SignEnum = enumOf('SignLanguage', codesOf(SIGN_LANGUAGES), 'How somebody signs.');
const absentOrNull = { nullable: true, description: 'Absent: unchanged. Null: there is no such need.' };

@InputType({ description: 'On all that is recorded of reach and needs.' })
export class CareInput {
  @Field(() => ID, { description: 'The same key is the same recording, however often it is sent.' })
  idempotencyKey!: string;

  @Field(() => ID)
  patientId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'reach.version as it was shown. Refused only if what this changes was changed since.',
  })
  expectedVersion?: Maybe<string>;
}

@InputType({ description: 'What a patient says of one channel.' })
export class ChannelConsentInput {
  @Field(() => ChannelEnum)
  channel!: Channel;

  @Field(() => ConsentEnum)
  consent!: Consent;
}

@InputType({ description: 'What a patient says of being reached. A withdrawal counts from now.' })
export class RecordContactConsentInput extends CareInput {
  @Field(() => [ChannelConsentInput], { description: 'One consent a channel.' })
  consents!: ChannelConsentInput[];
}

@InputType({ description: 'A number or address beside what iPM tells.' })
export class RecordContactPointInput extends CareInput {
  @Field(() => ID, { nullable: true, description: 'Of one that is there already; a new one, if not told.' })
  pointId?: Maybe<string>;

  @Field(() => String, { description: 'PREFERRED CONTACT METHOD: 1 to 9.' })
  method!: string;

  @Field(() => String, { description: 'At most 254 characters.' })
  value!: string;

  @Field(() => ConsentEnum)
  consent!: Consent;

  @Field(() => Boolean, { nullable: true })
  safeToLeaveVoicemail?: Maybe<boolean>;

  @Field(() => SafeContactEnum, { nullable: true })
  safeContact?: Maybe<SafeContactNote>;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When somebody made sure that it reaches the patient. At most 5 minutes ahead.',
  })
  verifiedAt?: Maybe<string>;
}

@InputType({ description: 'What a patient, or who cares for them, needs to communicate.' })
export class RecordCommunicationNeedsInput extends CareInput {
  @Field(() => String, { nullable: true, description: 'ISO 639: two or three small letters.' })
  language?: Maybe<string>;

  @Field(() => Boolean, absentOrNull)
  interpreterRequired?: Maybe<boolean>;

  @Field(() => SignEnum, absentOrNull)
  signLanguage?: Maybe<SignLanguage>;

  @Field(() => [FormatEnum], absentOrNull)
  formats?: Maybe<Format[]>;

  @Field(() => [SupportEnum], absentOrNull)
  support?: Maybe<Support[]>;

  @Field(() => String, { nullable: true, description: 'PREFERRED CONTACT METHOD: 1 to 9.' })
  contactMethod?: Maybe<string>;

  @Field(() => [FormatEnum], absentOrNull)
  carerFormats?: Maybe<Format[]>;

  @Field(() => [SupportEnum], absentOrNull)
  carerSupport?: Maybe<Support[]>;

  @Field(() => LocalDate, absentOrNull)
  reviewOn?: Maybe<string>;
}

@ObjectType({ description: 'The patient as recorded now.' })
export class CareRecorded {
  @Field(() => Patient)
  patient!: Patient;
}

export const CareResult = createUnionType({
  name: 'CareResult',
  types: () => [CareRecorded, PatientsRefusal] as const,
});
