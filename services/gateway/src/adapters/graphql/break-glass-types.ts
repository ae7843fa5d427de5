import 'reflect-metadata';
import { DomainError } from '@flow/platform/graphql/domain-error';
import { connectionOf } from '@flow/platform/graphql/page-info';
import { Personal } from '@flow/platform/graphql/personal';
import { DateTime } from '@flow/platform/graphql/scalars';
import { createUnionType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  BREAK_GLASS_REASONS,
  REVIEW_OUTCOMES,
  type BreakGlassReason,
  type ReviewOutcome,
} from '../../domain/break-glass';
import { enumOf } from './audit-types';

export const BreakGlassReasonEnum = enumOf(BREAK_GLASS_REASONS);
registerEnumType(BreakGlassReasonEnum, {
  name: 'BreakGlassReason',
  description: 'Why somebody opens a patient who is not theirs to see.',
});
export const ReviewOutcomeEnum = enumOf(REVIEW_OUTCOMES);
registerEnumType(ReviewOutcomeEnum, {
  name: 'BreakGlassReviewOutcome',
  description: 'What a reviewer says of an opening. One that needs following up stays in the queue.',
});
export const ReviewStatusEnum = enumOf(['open', 'reviewed'] as const);
registerEnumType(ReviewStatusEnum, { name: 'BreakGlassReviewStatus' });

@InputType({ description: 'A number and who issued it.' })
export class HospitalNumberInput {
  @Field(() => String)
  authority!: string;

  @Field(() => String)
  value!: string;
}

@InputType({ description: 'Exactly one of what names a patient.' })
@Directive('@oneOf')
export class BreakGlassPatient {
  @Field(() => ID, { nullable: true })
  id?: string;

  @Field(() => ID, { nullable: true, description: 'Whoever is in that bed now.' })
  bedId?: string;

  @Field(() => String, { nullable: true, description: 'In any spacing.' })
  nhsNumber?: string;

  @Field(() => HospitalNumberInput, { nullable: true })
  hospitalNumber?: HospitalNumberInput;
}

@InputType({ description: 'A patient to be opened to whoever asks, for a time, and why.' })
export class BreakGlassInput {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => BreakGlassPatient)
  patient!: BreakGlassPatient;

  @Field(() => BreakGlassReasonEnum)
  reason!: BreakGlassReason;

  @Field(() => String, { nullable: true, description: 'At most 1,000 characters; needed for OTHER.' })
  text?: string | null;
}

@InputType({ description: 'What a reviewer says of an opening.' })
export class ReviewBreakGlassInput {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'The version of the row as it was shown.' })
  expectedVersion?: string | null;

  @Field(() => ReviewOutcomeEnum)
  outcome!: ReviewOutcome;
}

@ObjectType({
  description: 'Whoever was named is open to whoever asked until then: the same whether there is anybody or not.',
})
export class BreakGlassOpened {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTime)
  until!: string;
}

@ObjectType({ implements: DomainError, description: 'Why a break-glass, or its review, was refused.' })
export class BreakGlassRefused extends DomainError {}

@ObjectType({ description: 'Somebody opened a patient to themselves: to be reviewed by somebody else.' })
export class BreakGlassReview {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  user!: string;

  @Field(() => [String])
  roles!: readonly string[];

  @Field(() => String, { nullable: true })
  device!: string | null;

  @Field(() => BreakGlassReasonEnum)
  reason!: string;

  @Field(() => ID, { nullable: true, description: 'What they wrote: a note, asked for by its id.' })
  noteId!: string | null;

  @Personal()
  @Field(() => [ID], { nullable: true, description: 'Whom they opened; null where nobody was named.' })
  patientIds!: readonly string[] | null;

  @Field(() => DateTime)
  openedAt!: string;

  @Field(() => DateTime)
  until!: string;

  @Field(() => ReviewStatusEnum)
  status!: string;

  @Field(() => Int, { description: 'Since it was opened, as long as it is not settled; else until it was.' })
  ageHours!: number;

  @Field(() => Boolean, { description: 'Not settled within the time that the hospital sets.' })
  overdue!: boolean;

  @Field(() => ReviewOutcomeEnum, { nullable: true, description: 'What was said last.' })
  outcome!: string | null;

  @Field(() => String, { nullable: true })
  reviewedBy!: string | null;

  @Field(() => DateTime, { nullable: true })
  reviewedAt!: string | null;

  @Field(() => String)
  version!: string;
}

export const BreakGlassReviewConnection = connectionOf('BreakGlassReview', () => BreakGlassReview);

@ObjectType({ description: 'The opening as it stands now.' })
export class BreakGlassReviewed {
  @Field(() => BreakGlassReview)
  review!: BreakGlassReview;
}

export const BreakGlassResult = createUnionType({
  name: 'BreakGlassResult',
  types: () => [BreakGlassOpened, BreakGlassRefused] as const,
});
export const ReviewBreakGlassResult = createUnionType({
  name: 'ReviewBreakGlassResult',
  types: () => [BreakGlassReviewed, BreakGlassRefused] as const,
});
