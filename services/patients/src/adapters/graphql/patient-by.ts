import 'reflect-metadata';
import { Directive, Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A number and who issued it.' })
export class HospitalNumberInput {
  @Field(() => String)
  authority!: string;

  @Field(() => String)
  value!: string;
}

@InputType({ description: 'Exactly one of what names a patient.' })
@Directive('@oneOf')
export class PatientBy {
  @Field(() => ID, { nullable: true })
  id?: string;

  @Field(() => String, { nullable: true, description: 'In any spacing.' })
  nhsNumber?: string;

  @Field(() => HospitalNumberInput, { nullable: true })
  hospitalNumber?: HospitalNumberInput;
}
