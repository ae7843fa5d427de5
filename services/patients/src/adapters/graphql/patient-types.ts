import 'reflect-metadata';
import { Personal } from '@flow/platform/graphql/personal';
import { LocalDate } from '@flow/platform/graphql/scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { PatientNeed, PatientReach } from './care-types';

@ObjectType({ description: 'A number and who issued it: unique only together.' })
export class PatientIdentifier {
  @Field(() => String)
  @Personal()
  authority!: string;

  @Field(() => String)
  @Personal()
  value!: string;

  @Field(() => String, { nullable: true })
  @Personal()
  type?: string;
}

@ObjectType({ description: 'The NHS number of a patient.' })
export class PatientNhsNumber {
  @Field(() => String, { description: 'Ten digits.' })
  @Personal()
  value!: string;

  @Field(() => String, { description: 'As people read it: 3-3-4.' })
  @Personal()
  display!: string;

  @Field(() => String, {
    nullable: true,
    description: 'NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE: 01 to 08.',
  })
  @Personal()
  status!: string | null;

  @Field(() => Boolean, { description: 'Another patient was told this number first: one of the two is wrong.' })
  @Personal()
  claimedElsewhere!: boolean;
}

@ObjectType({ description: 'The parts of a name.' })
export class PatientName {
  @Field(() => String, { nullable: true })
  @Personal()
  family!: string | null;

  @Field(() => String, { nullable: true })
  @Personal()
  given!: string | null;

  @Field(() => String, { nullable: true })
  @Personal()
  middle!: string | null;

  @Field(() => String, { nullable: true })
  @Personal()
  title!: string | null;
}

@ObjectType({ description: 'Where a patient can be reached. Withheld for restricted patients.' })
export class PatientContact {
  @Field(() => [String])
  @Personal()
  address!: readonly string[];

  @Field(() => String, { nullable: true })
  @Personal()
  postcode!: string | null;

  @Field(() => String, { nullable: true })
  @Personal()
  phoneHome!: string | null;

  @Field(() => String, { nullable: true })
  @Personal()
  phoneMobile!: string | null;

  @Field(() => String, { nullable: true })
  @Personal()
  email!: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the practice where the patient is registered.' })
  @Personal()
  gpPractice!: string | null;

  @Field(() => String, { nullable: true })
  @Personal()
  gp!: string | null;
}

@ObjectType({ description: 'A death as it was told.' })
export class PatientDeath {
  @Field(() => String, { nullable: true, description: 'A moment, or a London date, as it was told.' })
  @Personal()
  at!: string | null;

  @Field(() => String, { description: 'informal: reported by a local NHS body; formal: registered.' })
  @Personal()
  notification!: string;
}

@ObjectType({
  description: 'A person known here. Every personal field is null where the patient is restricted from whoever asks.',
})
@Directive('@key(fields: "id")')
export class Patient {
  @Field(() => ID)
  id!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The patient in use now, where this record was merged; its details are shown.',
  })
  mergedInto!: string | null;

  @Field(() => Boolean, { description: 'Shielded: only some may know who this is, and nobody is shown an address.' })
  restricted!: boolean;

  @Field(() => Int, { description: 'Grows with every change of the person shown.' })
  revision!: number;

  @Field(() => PatientName, { nullable: true })
  @Personal()
  name?: PatientName;

  @Field(() => LocalDate, { nullable: true })
  @Personal()
  birthDate?: string | null;

  @Field(() => String, { nullable: true, description: 'NHS Data Dictionary, PERSON STATED GENDER CODE: 1, 2, 9 or X.' })
  @Personal()
  sex?: string | null;

  @Field(() => PatientNhsNumber, { nullable: true })
  @Personal()
  nhsNumber?: PatientNhsNumber | null;

  @Field(() => [PatientIdentifier], {
    nullable: true,
    description: 'The number in use first, then those merged into it.',
  })
  @Personal()
  hospitalNumbers?: readonly PatientIdentifier[];

  @Field(() => [PatientIdentifier], { nullable: true, description: 'Numbers that name the person elsewhere.' })
  @Personal()
  otherIdentifiers?: readonly PatientIdentifier[];

  @Field(() => PatientContact, { nullable: true })
  @Personal()
  contact?: PatientContact | null;

  @Field(() => Boolean, { nullable: true })
  @Personal()
  deceased?: boolean;

  @Field(() => PatientDeath, { nullable: true })
  @Personal()
  death?: PatientDeath | null;

  @Field(() => String, { nullable: true })
  @Personal()
  ethnicCategory?: string | null;

  @Field(() => String, { nullable: true, description: 'As iPM tells it.' })
  @Personal()
  language?: string | null;

  @Field(() => PatientReach, {
    nullable: true,
    description: 'How the patient may be reached, as people here recorded it.',
  })
  @Personal()
  reach?: PatientReach;

  @Field(() => [PatientNeed], {
    nullable: true,
    description: 'What the patient, or who cares for them, needs to communicate: to be shown conspicuously and obeyed.',
  })
  @Personal()
  needs?: readonly PatientNeed[];
}

@ObjectType({ description: 'What another of our services shows of a patient, fresh from the events.' })
export class PersonDetails {
  @Field(() => ID)
  patientId!: string;

  @Field(() => String, { nullable: true })
  @Personal()
  family!: string | null;

  @Field(() => String, { nullable: true })
  @Personal()
  given!: string | null;

  @Field(() => String, { nullable: true, description: 'NHS Data Dictionary, PERSON STATED GENDER CODE: 1, 2, 9 or X.' })
  @Personal()
  sex!: string | null;

  @Field(() => LocalDate, { nullable: true })
  @Personal()
  birthDate!: string | null;

  @Field(() => Boolean)
  restricted!: boolean;

  @Field(() => Boolean)
  @Personal()
  deceased!: boolean;

  @Field(() => Int, { description: 'Of the person, when this was read.' })
  revision!: number;
}
