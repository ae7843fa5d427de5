import type { Identity } from '@flow/platform/security/identity';
import { as, until, type Answer, type PatientsInTest } from './patients-in-test';

const SHOWN = 'id patientId kind text writtenBy onBehalfOf earlier { text by } withdrawn { reason by } version';
const RESULT = `__typename ... on NoteWritten { note { ${SHOWN} } } ... on DomainError { code message }`;
const mutation = (name: string, input: string) =>
  `mutation ($input: ${input}!) { done: ${name}(input: $input) { ${RESULT} } }`;
const NOTES = `query ($id: ID!, $first: Int!, $after: String, $kind: NoteKind) { patient(by: { id: $id }) {
  notes(first: $first, after: $after, kind: $kind) { nodes { ${SHOWN} } pageInfo { hasNextPage endCursor } } } }`;

export interface ShownNote {
  readonly id: string;
  readonly patientId: string;
  readonly text: string | null;
  readonly version: string;
  readonly [field: string]: unknown;
}

interface Done {
  readonly __typename: string;
  readonly note: ShownNote;
  readonly code?: string;
  readonly message?: string;
}

export interface NotesPage {
  readonly nodes: readonly ShownNote[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const doneIn = (answer: Answer): Done => {
  const { done } = (answer.data ?? {}) as { readonly done?: Done | null };
  if (done === null || done === undefined) throw new Error(`Nothing was done: ${JSON.stringify(answer.errors)}`);
  return done;
};

export const clerk = { ...as('booking-clerk'), subject: 'cleo' };

/** Writes and reads notes as people do; as a booking clerk, unless told otherwise. */
export function notingIn(patients: PatientsInTest) {
  let keys = 0;
  const keyed = (input: object) => ({ idempotencyKey: `note-${(keys += 1)}`, ...input });
  const doing =
    (name: string, type: string) =>
    async (input: object, identity: Identity = clerk) =>
      doneIn(await patients.ask(mutation(name, type), { input: keyed(input) }, { identity }));
  const notes = async (id: string, page: object = {}, identity: Identity = clerk): Promise<NotesPage | null> => {
    const answer = await patients.ask(NOTES, { id, first: 20, ...page }, { identity });
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return (answer.data as { readonly patient: { readonly notes: NotesPage | null } }).patient.notes;
  };
  return {
    notes,
    write: doing('writeNote', 'WriteNoteInput'),
    correct: doing('correctNote', 'CorrectNoteInput'),
    withdraw: doing('withdrawNote', 'WithdrawNoteInput'),
    /** The page once it has so many notes: documents follow the events a moment later. */
    once: async (id: string, count: number, identity: Identity = clerk) =>
      until(
        async () => notes(id, {}, identity),
        (page) => page?.nodes.length === count,
      ),
    asked: async (id: string, identity: Identity) =>
      patients.ask(`query ($id: ID!) { note(id: $id) { ${SHOWN} } }`, { id }, { identity }),
  };
}
