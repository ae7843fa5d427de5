import 'reflect-metadata';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

type Text = string | null;
const absentNullOrValue = { nullable: true };

@InputType({ description: 'A number and who issued it.' })
export class ToldIdentifierInput {
  @Field(() => String)
  authority!: string;

  @Field(() => String)
  value!: string;

  @Field(() => String, { nullable: true })
  type?: Text;
}

@InputType({ description: 'Which statement this is of which message: the same key is the same telling.' })
class Telling {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => String)
  partner!: string;

  @Field(() => String)
  messageId!: string;

  @Field(() => String, {
    description: 'Where it stands among all tellings, whichever came first: text order is that order.',
  })
  order!: string;

  @Field(() => String, { description: 'An instant in UTC with milliseconds.' })
  occurredAt!: string;
}

@InputType({
  description: 'What a partner says of a person. A field that is absent was not told; null deletes; a value sets.',
})
export class TellPersonInput extends Telling {
  @Field(() => String, { nullable: true, description: 'The trigger of the message, such as A28.' })
  event?: Text;

  @Field(() => ToldIdentifierInput, {
    nullable: true,
    description: 'Under the partner’s configured authority: it alone identifies.',
  })
  hospitalNumber?: ToldIdentifierInput | null;

  @Field(() => String, absentNullOrValue)
  nhsNumber?: Text;

  @Field(() => String, absentNullOrValue)
  nhsNumberStatus?: Text;

  @Field(() => [ToldIdentifierInput], absentNullOrValue)
  otherIdentifiers?: ToldIdentifierInput[] | null;

  @Field(() => String, absentNullOrValue)
  family?: Text;

  @Field(() => String, absentNullOrValue)
  given?: Text;

  @Field(() => String, absentNullOrValue)
  middle?: Text;

  @Field(() => String, absentNullOrValue)
  title?: Text;

  @Field(() => String, absentNullOrValue)
  birthDate?: Text;

  @Field(() => String, absentNullOrValue)
  sex?: Text;

  @Field(() => [String], absentNullOrValue)
  address?: string[] | null;

  @Field(() => String, absentNullOrValue)
  postcode?: Text;

  @Field(() => String, absentNullOrValue)
  phoneHome?: Text;

  @Field(() => String, absentNullOrValue)
  phoneMobile?: Text;

  @Field(() => String, absentNullOrValue)
  email?: Text;

  @Field(() => String, absentNullOrValue)
  gpPractice?: Text;

  @Field(() => String, absentNullOrValue)
  gp?: Text;

  @Field(() => Boolean, absentNullOrValue)
  deceased?: boolean | null;

  @Field(() => String, absentNullOrValue)
  deceasedAt?: Text;

  @Field(() => String, absentNullOrValue)
  ethnicCategory?: Text;

  @Field(() => String, absentNullOrValue)
  language?: Text;

  @Field(() => Boolean, absentNullOrValue)
  shielded?: boolean | null;
}

@InputType({ description: 'What a partner says of two records that are one person.' })
export class TellMergeInput extends Telling {
  @Field(() => TellPersonInput)
  survivor!: TellPersonInput;

  @Field(() => ToldIdentifierInput, { description: 'The number that is used no more.' })
  retired!: ToldIdentifierInput;
}

@InputType({ description: 'What a partner says of a merge that was wrong.' })
export class TellUnmergeInput extends Telling {
  @Field(() => ToldIdentifierInput, { description: 'The number whose record stands by itself again.' })
  retired!: ToldIdentifierInput;
}

const SHOWN_SINCE =
  'The revision since which nothing that a board shows of the person has changed: details read at it, or later, are as they are now.';

@ObjectType({ description: 'The patient whose record stands by itself again.' })
export class UnmergeTold {
  @Field(() => ID)
  patientId!: string;

  @Field(() => Int, { description: SHOWN_SINCE })
  revision!: number;

  @Field(() => Boolean)
  restricted!: boolean;

  @Field(() => Boolean)
  deceased!: boolean;
}

@ObjectType({
  description: 'The person now, who is another patient than the number was given to where that one was merged.',
})
export class PersonTold {
  @Field(() => ID)
  patientId!: string;

  @Field(() => Int, { description: SHOWN_SINCE })
  revision!: number;

  @Field(() => Boolean, { description: 'The telling said something that was not known.' })
  changed!: boolean;

  @Field(() => Boolean)
  restricted!: boolean;

  @Field(() => Boolean)
  deceased!: boolean;

  @Field(() => Boolean, { description: 'Nobody was known by this number before.' })
  created!: boolean;
}

@ObjectType({ description: 'The person now, and the record that is no longer used.' })
export class MergeTold {
  @Field(() => ID)
  survivorId!: string;

  @Field(() => ID)
  retiredId!: string;

  @Field(() => Int, { description: SHOWN_SINCE })
  revision!: number;

  @Field(() => Boolean)
  restricted!: boolean;

  @Field(() => Boolean)
  deceased!: boolean;
}
