import 'reflect-metadata';
import { Personal } from '@flow/platform/graphql/personal';
import { DateTime, LocalDate } from '@flow/platform/graphql/scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import {
  CHANNELS,
  CONSENTS,
  SAFE_CONTACT_NOTES,
  type Channel,
  type Consent,
  type SafeContactNote,
} from '../../domain/contact';
import { enumOf } from './enum-of';

export const ChannelEnum = enumOf(
  'ContactChannel',
  CHANNELS,
  'A way to reach a patient that they may consent to or not.',
);
export const ConsentEnum = enumOf(
  'ContactConsent',
  CONSENTS,
  'What a patient says of being reached so. Only GIVEN allows it.',
);
export const SafeContactEnum = enumOf(
  'SafeContactNote',
  SAFE_CONTACT_NOTES,
  'What whoever calls or writes must know, so as not to put the patient at risk.',
);

@ObjectType({ description: 'Whether a patient may be reached so.' })
export class PatientConsent {
  @Field(() => ChannelEnum)
  @Personal()
  channel!: Channel;

  @Field(() => ConsentEnum)
  @Personal()
  consent!: Consent;

  @Field(() => DateTime)
  recordedAt!: string;

  @Field(() => String)
  recordedBy!: string;
}

@ObjectType({ description: 'A number or address that people here recorded, beside what iPM tells.' })
export class PatientContactPoint {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'PREFERRED CONTACT METHOD: 1 to 9.' })
  @Personal()
  method!: string;

  @Field(() => String)
  @Personal()
  methodDisplay!: string;

  @Field(() => String, { nullable: true, description: 'Null where the patient does not want it used.' })
  @Personal()
  value!: string | null;

  @Field(() => ConsentEnum)
  @Personal()
  consent!: Consent;

  @Field(() => Boolean, { nullable: true, description: 'Null: not asked, so do not.' })
  @Personal()
  safeToLeaveVoicemail!: boolean | null;

  @Field(() => SafeContactEnum, { nullable: true })
  @Personal()
  safeContact!: SafeContactNote | null;

  @Field(() => DateTime, { nullable: true })
  @Personal()
  verifiedAt!: string | null;

  @Field(() => DateTime)
  recordedAt!: string;

  @Field(() => String)
  recordedBy!: string;
}

@ObjectType({ description: 'How a patient may be reached.' })
export class PatientReach {
  @Field(() => [PatientConsent], { description: 'Of each channel that was asked about.' })
  consents!: readonly PatientConsent[];

  @Field(() => [PatientContactPoint], {
    nullable: true,
    description: 'Null for restricted patients, as their address.',
  })
  points!: readonly PatientContactPoint[] | null;

  @Field(() => String, { description: 'Send it back as expectedVersion of what is recorded of reach and needs.' })
  version!: string;
}

@ObjectType({ description: 'Something that a patient, or who cares for them, needs to communicate (DAPB1605).' })
export class PatientNeed {
  @Field(() => String, {
    description:
      'INTERPRETER, LANGUAGE, SIGN_LANGUAGE, FORMAT, SUPPORT, CONTACT_METHOD, CARER_FORMAT or CARER_SUPPORT.',
  })
  @Personal()
  kind!: string;

  @Field(() => String)
  @Personal()
  code!: string;

  @Field(() => String, { description: 'In words, to be shown conspicuously.' })
  @Personal()
  display!: string;

  @Field(() => DateTime)
  recordedAt!: string;

  @Field(() => String)
  recordedBy!: string;

  @Field(() => LocalDate, { nullable: true, description: 'When somebody is to ask again.' })
  @Personal()
  reviewOn!: string | null;
}
