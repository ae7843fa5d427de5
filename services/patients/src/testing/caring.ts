import type { Identity } from '@flow/platform/security/identity';
import { as, type Answer, type PatientsInTest } from './patients-in-test';

export const CARE = `id reach { version consents { channel consent recordedBy }
  points { id method methodDisplay value consent safeToLeaveVoicemail safeContact recordedBy } }
  needs { kind code display recordedBy reviewOn }`;
const DONE = `__typename ... on CareRecorded { patient { ${CARE} } } ... on PatientsRefusal { code changedBy }`;
const mutation = (name: string, input: string) =>
  `mutation ($input: ${input}!) { done: ${name}(input: $input) { ${DONE} } }`;

export interface ShownCare {
  readonly id: string;
  readonly reach: {
    readonly version: string;
    readonly consents: readonly object[];
    readonly points: readonly { readonly id: string; readonly value: string | null }[] | null;
  } | null;
  readonly needs: readonly object[] | null;
}

interface Done {
  readonly __typename: string;
  readonly patient: ShownCare;
  readonly code?: string;
  readonly changedBy?: string;
}

export const agent: Identity = { ...as('contact-agent'), subject: 'cora' };

const doneIn = (answer: Answer): Done => {
  const { done } = (answer.data ?? {}) as { readonly done?: Done | null };
  if (done === null || done === undefined) throw new Error(`Nothing was done: ${JSON.stringify(answer.errors)}`);
  return done;
};

/** Records as people do; as a contact agent, unless told otherwise. */
export function caringIn(patients: PatientsInTest) {
  let keys = 0;
  const doing =
    (name: string, type: string) =>
    async (input: object, identity: Identity = agent) =>
      doneIn(
        await patients.ask(
          mutation(name, type),
          { input: { idempotencyKey: `care-${(keys += 1)}`, ...input } },
          { identity },
        ),
      );
  return {
    consent: doing('recordContactConsent', 'RecordContactConsentInput'),
    point: doing('recordContactPoint', 'RecordContactPointInput'),
    needs: doing('recordCommunicationNeeds', 'RecordCommunicationNeedsInput'),
  };
}
