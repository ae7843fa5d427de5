import 'reflect-metadata';
import { DomainError, tellRefusal, type TellRefusal } from '@flow/platform/graphql/domain-error';
import { DateTime } from '@flow/platform/graphql/scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { isWorthRepeating, type Refusal, type Refused } from '../../application/answers';

const SENTENCES: Readonly<Record<Refusal['code'], string>> = {
  SITE_UNKNOWN: 'There is no such site.',
  WARD_UNKNOWN: 'There is no such ward.',
  BAY_UNKNOWN: 'There is no such bay.',
  BED_UNKNOWN: 'There is no such bed.',
  STAY_UNKNOWN: 'There is no such stay, or it is over.',
  PATIENT_UNKNOWN: 'There is no such patient.',
  ALREADY_REGISTERED_OTHERWISE: 'It is registered with another description.',
  BAY_OF_ANOTHER_WARD: 'The bay is in another ward.',
  WARD_NOT_EMPTY: 'The ward still has bays, beds or patients.',
  BAY_NOT_EMPTY: 'The bay still has beds.',
  BED_OCCUPIED: 'Somebody is in the bed.',
  BED_HELD_FOR_ANOTHER_PATIENT: 'The bed is held for another patient.',
  BED_NOT_CLEAN: 'The bed is not clean.',
  BED_CLOSED: 'The bed is closed.',
  BED_CLOSED_OTHERWISE: 'The bed is closed for another reason.',
  BED_NOT_BEING_CLEANED: 'Nobody is cleaning the bed.',
  HOLD_EXPIRED: 'The hold is over.',
  HOLD_ENDS_IN_THE_PAST: 'A hold must end later than now.',
  HOLD_TOO_LONG: 'A bed is not held for so long at once. Hold it for less, and prolong the hold when the time comes.',
  PATIENT_ALREADY_IN: 'The patient is in already.',
  PATIENT_IN_ANOTHER_BED: 'The patient has another bed.',
  PATIENT_NOT_IN: 'The patient is not in.',
  PATIENT_ON_LEAVE: 'The patient is on leave.',
  PATIENT_NOT_ON_LEAVE: 'The patient is not on leave.',
  PATIENT_WITHOUT_BED: 'The patient has no bed.',
  SAME_PATIENT_TWICE: 'These are one patient.',
  SAME_BED: 'That is the bed that the patient has.',
  NOT_THE_LAST_DEED: 'Something was done since: only the last can be taken back.',
  OVERTAKEN_BY_IPM: 'iPM has told otherwise since, so that this cannot be taken back.',
  OCCURS_IN_THE_FUTURE: 'That time is more than five minutes ahead.',
  OCCURRED_BEFORE_LAST_MOVEMENT: 'That time is before the patient’s last movement.',
  NOT_DISPUTED: 'There is nothing to settle.',
  VERSION_NEVER_GIVEN: 'No row ever had this version. Look again, and send the version that you see.',
  MERGED_INTO_ITSELF: 'A patient cannot be merged into itself.',
  CHANGED_SINCE_SEEN: 'Somebody has changed this since you saw it.',
  ESTATE_REFUSED: 'A part of the change cannot be done, so that nothing was done.',
  INVALID_INPUT: 'A value is not of its kind.',
  IDEMPOTENCY_KEY_REUSED: 'This idempotencyKey was used for something else.',
  CONTENDED: 'Others are changing the same at this moment. Ask again.',
  EXPIRED: 'This came too late to be done. Ask again.',
};

@ObjectType({ implements: DomainError, description: 'Why nothing was done with a bed or a stay.' })
export class BedsRefusal extends DomainError {
  @Field(() => String, { nullable: true, description: 'Of what changed since it was seen: which fact.' })
  fact!: string | null;

  @Field(() => ID, { nullable: true, description: 'Of which bed or stay.' })
  id!: string | null;

  @Field(() => String, { nullable: true, description: 'By whom.' })
  changedBy!: string | null;

  @Field(() => DateTime, { nullable: true })
  changedAt!: string | null;
}

export function bedsRefusal(refusal: Refusal): BedsRefusal {
  const { code } = refusal;
  const since =
    refusal.code === 'CHANGED_SINCE_SEEN'
      ? { fact: refusal.fact, id: refusal.id, changedBy: refusal.by, changedAt: refusal.at }
      : { fact: null, id: null, changedBy: null, changedAt: null };
  const what = refusal.code === 'INVALID_INPUT' && refusal.what !== undefined ? ` ${refusal.what}` : '';
  return Object.assign(new BedsRefusal(), { code, message: `${SENTENCES[code]}${what}`, ...since });
}

export const toldRefusal = (refused: Refused): TellRefusal => {
  const { code } = refused.refusal;
  return tellRefusal(code, SENTENCES[code], isWorthRepeating(refused));
};

export const sentenceOf = (code: Refusal['code']): string => SENTENCES[code];
