import 'reflect-metadata';
import { commandContextOf } from '@flow/platform/graphql/command-context';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { derivedId } from '@flow/platform/ids/ids';
import type { Clock } from '@flow/platform/time/clock';
import { laterBy } from '@flow/platform/time/instant';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { findInEvents } from '../../application/find-by-claim';
import { recordCare, type CareRefusal, type Caring } from '../../application/record-care';
import type { PatientDeps } from '../../application/tell-person';
import type { Care } from '../../domain/care';
import { canonicalOrder, isPatientId } from '../../domain/ids';
import {
  CareRecorded,
  CareResult,
  RecordCommunicationNeedsInput,
  RecordContactConsentInput,
  RecordContactPointInput,
  type CareInput,
} from './care-inputs';
import { consentsIn, needsIn, pointIn } from './parse-care';
import { show } from './patient-resolver';
import { COMMON_SENTENCES, patientsRefusal, type PatientsRefusal } from './patients-refusal';
import { wordOfVersion } from './show-care';
import { maySee } from './show-patient';

/** What cannot be so, whoever says it. */
type Impossible = 'INVALID_INPUT' | 'CONSENTS_CONTRADICT' | 'OCCURS_IN_THE_FUTURE' | 'CONTACT_POINT_UNKNOWN';

const SENTENCES: Readonly<Record<CareRefusal['code'] | Impossible, string>> = {
  ...COMMON_SENTENCES,
  CONSENTS_CONTRADICT: 'One channel is told two different consents.',
  OCCURS_IN_THE_FUTURE: 'That time is more than five minutes ahead.',
  CONTACT_POINT_UNKNOWN: 'The patient has no such number or address.',
  INVALID_INPUT: 'A value is not of its kind: a telephone number of six digits, an e-mail address, a code.',
};

function refusalOf(refusal: CareRefusal | { readonly code: Impossible }): PatientsRefusal {
  const since = refusal.code === 'CHANGED_SINCE_SEEN' ? refusal : undefined;
  return patientsRefusal(refusal.code, SENTENCES[refusal.code], since);
}

export interface CareMutationDeps {
  readonly tellings: PatientDeps;
  readonly clock: Clock;
}

type Done = Promise<CareRecorded | PatientsRefusal>;

/** A person's command that has not been decided by then is dropped: they have looked again meanwhile. */
const VALID_MS = 60_000;
/** The clock of whoever tells a time may be ahead of ours, by no more than this. */
const AHEAD_MS = 5 * 60_000;

/** How a patient may be reached and understood, as people here record it. */
@Resolver()
export class CareMutations {
  constructor(private readonly deps: CareMutationDeps) {}

  @Mutation(() => CareResult, { nullable: true, description: 'Records what a patient says of being reached.' })
  async recordContactConsent(
    @Ctx() context: GraphContext,
    @Arg('input', () => RecordContactConsentInput) input: RecordContactConsentInput,
  ): Done {
    return this.recording('recordContactConsent', input, context, () => {
      const consents = consentsIn(input);
      return consents === undefined ? 'CONSENTS_CONTRADICT' : { change: { consents, points: [] } };
    });
  }

  @Mutation(() => CareResult, { nullable: true, description: 'Records a number or address beside what iPM tells.' })
  async recordContactPoint(
    @Ctx() context: GraphContext,
    @Arg('input', () => RecordContactPointInput) input: RecordContactPointInput,
  ): Done {
    return this.recording('recordContactPoint', input, context, (commandId) => {
      const point = pointIn(input, input.pointId ?? derivedId(commandId, 'point'));
      if (point === undefined) return 'INVALID_INPUT';
      if (point.verifiedAt !== null && point.verifiedAt > laterBy(this.deps.clock.now(), AHEAD_MS))
        return 'OCCURS_IN_THE_FUTURE';
      return { change: { consents: {}, points: [point] } };
    });
  }

  @Mutation(() => CareResult, {
    nullable: true,
    description: 'Records what a patient, or who cares for them, needs to communicate.',
  })
  async recordCommunicationNeeds(
    @Ctx() context: GraphContext,
    @Arg('input', () => RecordCommunicationNeedsInput) input: RecordCommunicationNeedsInput,
  ): Done {
    return this.recording('recordCommunicationNeeds', input, context, () => {
      const needs = needsIn(input);
      return needs === undefined ? 'INVALID_INPUT' : { needs };
    });
  }

  private async recording(
    mutation: string,
    input: CareInput,
    context: GraphContext,
    saidIn: (commandId: string) => Caring['said'] | Impossible,
  ): Done {
    const { tellings, clock } = this.deps;
    if (!may(context.identity.roles, 'patients.record-contact')) throw graphFault('FORBIDDEN');
    const { idempotencyKey, patientId, expectedVersion } = input;
    const command = commandContextOf({ context, mutation, idempotencyKey, input, clock, validForMs: VALID_MS });
    const said = saidIn(command.commandId);
    const seen = seenIn(expectedVersion);
    if (typeof said === 'string') return refusalOf({ code: said });
    if (seen === 'bad') return refusalOf({ code: 'INVALID_INPUT' });
    const found = isPatientId(patientId) ? await findInEvents(tellings, patientId) : undefined;
    if (found === undefined || !maySee(context.identity, found)) return refusalOf({ code: 'PATIENT_UNKNOWN' });
    if (isOfNobody(input, found.care)) return refusalOf({ code: 'CONTACT_POINT_UNKNOWN' });
    const caring = { patientId: found.patientId, said, by: context.identity.subject, at: clock.now() };
    const done = await recordCare(tellings, { ...caring, ...(seen !== undefined && { seen }) }, command);
    if (done.outcome === 'refused') return refusalOf(done.refusal);
    const now = (await findInEvents(tellings, done.patientId)) ?? found;
    return Object.assign(new CareRecorded(), { patient: show(now, context).patient });
  }
}

/** A point is named only once it is there; a new one gets its id here. */
const isOfNobody = (input: CareInput, { points }: Care): boolean =>
  input instanceof RecordContactPointInput &&
  typeof input.pointId === 'string' &&
  !points.some(({ value }) => value.pointId === input.pointId);

function seenIn(version: string | null | undefined) {
  if (version === null || version === undefined) return undefined;
  try {
    return canonicalOrder(wordOfVersion(version));
  } catch (error) {
    if (error instanceof RangeError) return 'bad' as const;
    throw error;
  }
}
