import 'reflect-metadata';
import { connectionOf } from '@flow/platform/graphql/page-info';
import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import type { Advice } from '../../domain/search/read-search';
import { Patient } from './patient-types';

const SENTENCES: Readonly<Record<Advice, string>> = {
  TYPE_MORE: 'Type more: at least two letters of the surname, or three characters of a number.',
  TYPE_LESS: 'Type less: at most 100 characters.',
  NHS_NUMBER_CHECK_DIGIT: 'This is no NHS number: its last digit does not agree with the others. Check each digit.',
  DATE_NEEDS_SURNAME: 'A date of birth alone finds nobody. Add the surname.',
  NO_SUCH_BIRTH_DATE: 'Nobody can be born on that date. Type it as DDMMYY, DDMMYYYY or DD/MM/YYYY.',
  PHONE_NEEDS_MORE: 'Type at least six digits of the telephone number.',
};

@ObjectType({ description: 'What to type instead. It follows from the text alone, never from who is known here.' })
export class SearchAdvice {
  @Field(() => String)
  code!: Advice;

  @Field(() => String)
  message!: string;
}

export const adviceFrom = (code: Advice | null): SearchAdvice | null =>
  code && Object.assign(new SearchAdvice(), { code, message: SENTENCES[code] });

@ObjectType({ description: 'Patients who fit what was typed, as far as whoever asks may know of them.' })
export class PatientSearchConnection extends connectionOf('Patient', () => Patient) {
  @Field(() => SearchAdvice, {
    nullable: true,
    description: 'What to add or mend. Where it stands, nobody is not found.',
  })
  advice!: SearchAdvice | null;
}

@ArgsType()
export class SearchArgs {
  @Field(() => String, {
    description:
      'As it is typed: a number in any spacing, SURNAME DDMMYY, a surname with the beginning of a forename, a telephone.',
  })
  text!: string;

  @Field(() => Int, { defaultValue: 20, description: 'From 1 to 50.' })
  first!: number;

  @Field(() => String, { nullable: true })
  after?: string | null;
}
