import type { Asking } from './asking';
import { certain } from './certain';

const NAMED = `query ($value: String!) { patient(by: { hospitalNumber: { authority: "RXX", value: $value } }) { id } }`;
const ERASE = `mutation ($input: ErasePatientInput!) { done: erasePatient(input: $input) { __typename } }`;
const ERASURE = `query ($id: ID!) { erasure(patientId: $id) { state } }`;
const ENDS_WITHIN_MS = 60_000;

/** Our id of the patient of that hospital number, for somebody who may look people up. */
export async function idByNumber(asking: Asking, value: string): Promise<string | undefined> {
  const { patient } = await asking.ask<{ patient: { id: string } | null }>(NAMED, { value });
  return patient?.id;
}

/** Orders it, or again; gives what was answered: `Erasure`, or the refusal. */
export async function orderErasure(officer: Asking, patientId: string): Promise<string> {
  const input = { idempotencyKey: 'e1', patientId, reason: 'TEST_DATA' };
  return (await officer.ask<{ done: { __typename: string } }>(ERASE, { input })).done.__typename;
}

/** Waits until it is so far, also while nobody is let in. On an event store of another process nothing is left but the engine's part. */
export async function untilErased(
  officer: Asking,
  id: string,
  end: 'FINISHED' | 'WAITS_FOR_ENGINES' = 'FINISHED',
): Promise<void> {
  await certain('the erasure is finished', ENDS_WITHIN_MS, async () => {
    const known = await officer.ask<{ erasure: { state: string } | null }>(ERASURE, { id }).catch(() => undefined);
    return known?.erasure?.state === end ? true : undefined;
  });
}
