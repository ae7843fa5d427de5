import 'reflect-metadata';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

@ObjectType('Patient', { description: 'Somebody whom the patients service knows.' })
@Directive('@key(fields: "id")')
export class PatientRef {
  @Field(() => ID)
  id!: string;
}

export const patientRef = (id: string): PatientRef => Object.assign(new PatientRef(), { id });
