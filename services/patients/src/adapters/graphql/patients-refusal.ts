import 'reflect-metadata';
import { DomainError } from '@flow/platform/graphql/domain-error';
import { DateTime } from '@flow/platform/graphql/scalars';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ implements: DomainError, description: 'Why nothing was done about a patient.' })
export class PatientsRefusal extends DomainError {
  @Field(() => String, { nullable: true, description: 'Of what changed since it was seen: by whom.' })
  changedBy!: string | null;

  @Field(() => DateTime, { nullable: true })
  changedAt!: string | null;
}

export interface Since {
  readonly by: string;
  readonly at: string;
}

export const patientsRefusal = (code: string, message: string, since?: Since): PatientsRefusal =>
  Object.assign(new PatientsRefusal(), {
    code,
    message,
    changedBy: since?.by ?? null,
    changedAt: since?.at ?? null,
  });

/** What any command of people may be answered with. */
export const COMMON_SENTENCES = {
  PATIENT_UNKNOWN: 'There is no such patient.',
  CHANGED_SINCE_SEEN: 'Somebody has changed this since you saw it.',
  IDEMPOTENCY_KEY_REUSED: 'This idempotencyKey was used for something else.',
  EXPIRED: 'This came too late to be done. Ask again.',
  CONTENDED: 'Others are changing the same at this moment. Ask again.',
} as const;
