import { laterBy } from '@flow/platform/time/instant';
import { on, orderOf } from '../domain/testing/estate';
import { ipm, type Answer, type Instance } from './beds-in-test';

const TELL_STAY = `mutation TellStay($input: TellStayInput!) { told: tellStay(input: $input) {
  __typename ... on StayTold { stayId version changed tasks } ... on TellRefusal { code retry } } }`;

export interface Told {
  readonly __typename: string;
  readonly stayId: string;
  readonly version: string;
  readonly changed: boolean;
  readonly tasks: readonly string[];
  readonly code?: string;
}

function resultOf({ data, errors }: Answer, field: string): unknown {
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.[field];
}

export const placeOf = (bed: string) => ({ wardId: bed.slice(0, 2), bayId: `${bed.slice(0, 2)}-1`, bedId: bed });

/** What iPM tells of somebody's visit on the invented day. */
export function tellInput(told: string, time: string, patient: string, more: object = {}) {
  const [messageId, occurredAt] = [`${patient}-${told}-${time}`, on(time)];
  return {
    ...{ idempotencyKey: `${messageId}:1:0`, partner: 'ipm', messageId, decoding: 1, index: 0, told, occurredAt },
    order: orderOf(occurredAt, laterBy(occurredAt, 120_000), messageId),
    ...{ patientId: patient, patientRevision: 1, restricted: false, deceased: false },
    visit: { authority: 'RXX', number: `V-${patient}` },
    ...more,
  };
}

export const tellTo =
  (instance: Instance) =>
  async (told: string, time: string, patient: string, more: object = {}): Promise<Told> =>
    resultOf(await instance.ask(ipm, TELL_STAY, { input: tellInput(told, time, patient, more) }), 'told') as Told;

/** The interface says that a later decoding of this telling's message no longer speaks of its visit. */
export async function withdraw(instance: Instance, told: string, time: string, patient: string): Promise<Told> {
  const { partner, messageId, patientId, visit } = tellInput(told, time, patient);
  const input = { idempotencyKey: `${messageId}:2:3`, partner, messageId, decoding: 2, patientId, visit };
  const document = `mutation TellWithdrawn($input: TellWithdrawnInput!) { told: tellWithdrawn(input: $input) {
    __typename ... on StayTold { stayId version changed tasks } ... on TellRefusal { code retry } } }`;
  return resultOf(await instance.ask(ipm, document, { input }), 'told') as Told;
}

export interface Done {
  readonly __typename: string;
  readonly version: string;
  readonly changed: boolean;
  readonly stayIds: readonly string[];
  readonly bedIds: readonly string[];
  readonly deedId: string | null;
  readonly holdId: string | null;
  readonly tasks: readonly string[];
  readonly code?: string;
  readonly changedBy?: string;
}

let keys = 0;

/** Does something by its mutation, with a key of its own unless one is given. */
export async function does(
  instance: Instance,
  who: Parameters<Instance['ask']>[0],
  mutation: string,
  input: object,
): Promise<Done> {
  const type = inputTypes[mutation] ?? `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { done: ${mutation}(input: $input) {
    __typename ... on BedsActionDone { version changed stayIds bedIds deedId holdId tasks }
    ... on BedsRefusal { code message fact id changedBy changedAt } } }`;
  keys += 1;
  return resultOf(
    await instance.ask(who, document, { input: { idempotencyKey: `key-${keys}`, ...input } }),
    'done',
  ) as Done;
}

const inputTypes: Readonly<Record<string, string>> = {
  ...{ reinstateStay: 'MovePatientInput', revertSwap: 'SwapPatientsInput', revertMove: 'RevertInput' },
  ...{ cancelLeaveStart: 'RevertInput', cancelLeaveEnd: 'RevertInput', cancelAdmission: 'StayInput' },
  ...{ dischargePatient: 'StayInput', confirmPlace: 'StayInput', settleDispute: 'StayInput', startLeave: 'StayInput' },
  ...{ endLeave: 'StayInput', openBed: 'BedInput', startCleaning: 'BedInput', stopCleaning: 'BedInput' },
  ...{ markBedClean: 'BedInput', markBedNotClean: 'BedInput' },
};
