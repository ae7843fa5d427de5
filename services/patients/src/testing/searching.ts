import type { Identity } from '@flow/platform/security/identity';
import { as, until, type Answer, type PatientsInTest } from './patients-in-test';

const SEARCH = `query ($text: String!, $first: Int!, $after: String) { searchPatients(text: $text, first: $first, after: $after) {
  nodes { id restricted name { family given } contact { postcode } }
  edges { cursor node { id } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  totalCount advice { code message }
} }`;

export interface FoundNode {
  readonly id: string;
  readonly restricted: boolean;
  readonly name: { readonly family: string | null; readonly given: string | null } | null;
  readonly contact: object | null;
}

export interface SearchPage {
  readonly nodes: readonly FoundNode[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount: number | null;
  readonly advice: { readonly code: string; readonly message: string } | null;
}

export const pageIn = (answer: Answer): SearchPage => {
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return (answer.data as { readonly searchPatients: SearchPage }).searchPatients;
};

export const bookingClerk = as('booking-clerk');

/** Searches as a booking clerk, unless told otherwise. */
export function searchingIn(patients: PatientsInTest) {
  const ask = (text: string, identity: Identity = bookingClerk, page: object = {}): Promise<Answer> =>
    patients.ask(SEARCH, { text, first: 20, ...page }, { identity });
  const ids = async (text: string, identity?: Identity) => pageIn(await ask(text, identity)).nodes.map(({ id }) => id);
  return {
    ask,
    ids,
    /** Once this patient is found: the rows of a search follow the events a moment later. */
    once: async (text: string, id: string, identity?: Identity) =>
      until(
        async () => ids(text, identity),
        (found) => found.includes(id),
      ),
  };
}
