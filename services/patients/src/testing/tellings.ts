import type { Answer, PatientsInTest } from './patients-in-test';

/** The documents that the interface sends, word for word. */
const TELL_PERSON = `mutation TellPerson($input: TellPersonInput!) {
  told: tellPerson(input: $input) {
    __typename
    ... on PersonTold { patientId revision changed restricted deceased created }
    ... on TellRefusal { code retry }
  }
}`;
const TELL_MERGE = `mutation TellMerge($input: TellMergeInput!) {
  told: tellMerge(input: $input) {
    __typename
    ... on MergeTold { survivorId retiredId revision restricted deceased }
    ... on TellRefusal { code retry }
  }
}`;
const TELL_UNMERGE = `mutation TellUnmerge($input: TellUnmergeInput!) {
  told: tellUnmerge(input: $input) {
    __typename
    ... on UnmergeTold { patientId revision restricted deceased }
    ... on TellRefusal { code retry }
  }
}`;

export const numbered = (value: string) => ({ authority: 'RXX', value });

/** The nth message of the morning. */
const statement = (minute: number) => {
  const time = `2026-01-14T08:${String(minute % 60).padStart(2, '0')}:00.000Z`;
  const messageId = `message-${minute}`;
  const order = `${time}|${messageId}`;
  return { idempotencyKey: `${messageId}:1:0`, partner: 'ipm', messageId, order, occurredAt: time };
};

export interface Told {
  readonly __typename: string;
  readonly patientId: string;
  readonly survivorId: string;
  readonly retiredId: string;
  readonly revision: number;
  readonly changed: boolean;
  readonly created: boolean;
  readonly restricted: boolean;
  readonly deceased: boolean;
  readonly code: string;
  readonly retry: boolean;
}

const toldIn = (answer: Answer): Told => {
  const told = (answer.data as { readonly told?: Told } | null | undefined)?.told;
  if (told === undefined) throw new Error(`Nothing was told: ${JSON.stringify(answer.errors)}`);
  return told;
};

/** Tells as the interface does. */
export const tellingTo = (patients: PatientsInTest) => ({
  person: async (minute: number, person: object, at = 0): Promise<Told> =>
    toldIn(await patients.ask(TELL_PERSON, { input: { ...statement(minute), event: 'A28', ...person } }, { at })),
  merge: async (minute: number, survivor: object, retired: object): Promise<Told> => {
    const of = statement(minute);
    const input = { ...of, survivor: { ...of, event: 'A40', ...survivor }, retired };
    return toldIn(await patients.ask(TELL_MERGE, { input }));
  },
  unmerge: async (minute: number, retired: object): Promise<Told> =>
    toldIn(await patients.ask(TELL_UNMERGE, { input: { ...statement(minute), retired } })),
});

export const personInput = (minute: number, person: object): object => ({
  ...statement(minute),
  event: 'A28',
  ...person,
});
export const TELL_PERSON_DOCUMENT = TELL_PERSON;

/** Somebody of whom much was told. */
export const khan = {
  hospitalNumber: numbered('A100'),
  nhsNumber: '999 000 0018',
  nhsNumberStatus: '01',
  family: 'Khan',
  given: 'Amal',
  birthDate: '1980-02-29',
  sex: '2',
  address: ['1 Example Road', 'Testham'],
  postcode: 'ZZ99 3AA',
  phoneMobile: '07700 900001',
  gpPractice: 'Y00001',
};
/** Khan's, as it is kept. */
export const NHS = '9990000018';
