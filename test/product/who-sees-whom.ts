import { nhsNumber } from './adt';

/** Two patients in each ward, the second of them shielded. */
export const PATIENTS = {
  'in W1': { n: 11, ward: 'W1', bed: '01', shielded: false },
  'shielded in W1': { n: 12, ward: 'W1', bed: '02', shielded: true },
  'in W2': { n: 13, ward: 'W2', bed: '01', shielded: false },
  'shielded in W2': { n: 14, ward: 'W2', bed: '02', shielded: true },
} as const;
export type Who = keyof typeof PATIENTS;
export const WHO = Object.keys(PATIENTS) as Who[];
/** A number that is nobody's. */
export const NOBODY = 77;

/** Where a patient lies: on boards and in stays. Who a patient is: by id, number and search. Both: by a stay that is opened. */
export type Seen = 'on the board' | 'in stays' | 'in the record';
const EVERYWHERE: readonly Seen[] = ['on the board', 'in stays', 'in the record'];
const WARD_ONLY: readonly Seen[] = ['on the board', 'in stays'];
const RECORD_ONLY: readonly Seen[] = ['in the record'];
const NOWHERE: readonly Seen[] = [];

/** What each may know of each patient. `opened`: by break-glass, before anything is asked. */
export const VIEWERS: readonly {
  readonly user: string;
  readonly opened?: Who;
  readonly sees: Readonly<Record<Who, readonly Seen[]>>;
}[] = [
  {
    user: 'bea',
    sees: { 'in W1': EVERYWHERE, 'shielded in W1': EVERYWHERE, 'in W2': EVERYWHERE, 'shielded in W2': EVERYWHERE },
  },
  {
    user: 'wes',
    sees: { 'in W1': EVERYWHERE, 'shielded in W1': WARD_ONLY, 'in W2': RECORD_ONLY, 'shielded in W2': NOWHERE },
  },
  {
    user: 'ned',
    sees: { 'in W1': RECORD_ONLY, 'shielded in W1': NOWHERE, 'in W2': EVERYWHERE, 'shielded in W2': WARD_ONLY },
  },
  {
    user: 'tam',
    sees: { 'in W1': EVERYWHERE, 'shielded in W1': NOWHERE, 'in W2': EVERYWHERE, 'shielded in W2': NOWHERE },
  },
  ...['sol', 'ada', 'wall', 'iggy', 'ina'].map((user) => ({
    user,
    sees: { 'in W1': NOWHERE, 'shielded in W1': NOWHERE, 'in W2': NOWHERE, 'shielded in W2': NOWHERE },
  })),
  {
    user: 'tam',
    opened: 'shielded in W1',
    sees: { 'in W1': EVERYWHERE, 'shielded in W1': EVERYWHERE, 'in W2': EVERYWHERE, 'shielded in W2': NOWHERE },
  },
  {
    user: 'wes',
    opened: 'shielded in W2',
    sees: {
      'in W1': EVERYWHERE,
      'shielded in W1': WARD_ONLY,
      'in W2': RECORD_ONLY,
      'shielded in W2': ['in stays', 'in the record'],
    },
  },
];

/** What is known of a patient by somebody who sees all. */
export interface Known {
  readonly n: number;
  readonly ward: string;
  readonly bedId: string;
  readonly patientId: string;
  readonly stayId: string;
}

interface Path {
  readonly shows: Seen;
  readonly query: string;
  readonly variables: (known: Known) => object;
  /** What of the patient would stand in an answer that shows them. */
  readonly sign: (known: Known) => string;
}
export const named = ({ n }: Known): string => `Testperson${n}"`;
export const OCCUPANTS = 'occupants { stayId family birthDate patient { id } }';

export const PATHS: Readonly<Record<string, Path>> = {
  wardBoard: {
    shows: 'on the board',
    query: `query ($ward: ID!) { wardBoard(wardId: $ward) { beds { reads ${OCCUPANTS} } waiting { family } } }`,
    variables: ({ ward }) => ({ ward }),
    sign: named,
  },
  bed: {
    shows: 'on the board',
    query: `query ($bedId: ID!) { bed(id: $bedId) { ${OCCUPANTS} } }`,
    variables: ({ bedId }) => ({ bedId }),
    sign: named,
  },
  'history of the bed': {
    shows: 'on the board',
    query: 'query ($bedId: ID!) { bed(id: $bedId) { history { nodes { what stayId patient { id } } } } }',
    variables: ({ bedId }) => ({ bedId }),
    sign: ({ stayId }) => stayId,
  },
  stay: {
    shows: 'in stays',
    query: 'query ($stayId: ID!) { stay(id: $stayId) { status patient { id } } }',
    variables: ({ stayId }) => ({ stayId }),
    sign: ({ patientId }) => patientId,
  },
  'stays of the patient': {
    shows: 'in stays',
    query: 'query ($patientId: ID!) { patient(by: { id: $patientId }) { stays { id } } }',
    variables: ({ patientId }) => ({ patientId }),
    sign: ({ stayId }) => stayId,
  },
  'patient by id': {
    shows: 'in the record',
    query:
      'query ($patientId: ID!) { patient(by: { id: $patientId }) { name { family } birthDate contact { postcode } } }',
    variables: ({ patientId }) => ({ patientId }),
    sign: named,
  },
  'patient by hospital number': {
    shows: 'in the record',
    query: `query ($value: String!) {
      patient(by: { hospitalNumber: { authority: "RXX", value: $value } }) { id name { family } } }`,
    variables: ({ n }) => ({ value: `P${n}` }),
    sign: named,
  },
  'patient by NHS number': {
    shows: 'in the record',
    query: 'query ($number: String!) { patient(by: { nhsNumber: $number }) { id name { family } } }',
    variables: ({ n }) => ({ number: nhsNumber(n) }),
    sign: named,
  },
  'search by name': {
    shows: 'in the record',
    query: 'query ($text: String!) { searchPatients(text: $text) { nodes { id name { family } } totalCount } }',
    // Digits are no part of a name: it finds all who may be found.
    variables: () => ({ text: 'Testperson' }),
    sign: named,
  },
  'search by name and birth date': {
    shows: 'in the record',
    query: 'query ($text: String!) { searchPatients(text: $text) { nodes { id name { family } } totalCount } }',
    variables: () => ({ text: 'TESTPERSON 010170' }),
    sign: named,
  },
  'search by hospital number': {
    shows: 'in the record',
    query: 'query ($text: String!) { searchPatients(text: $text) { nodes { id name { family } } totalCount } }',
    variables: ({ n }) => ({ text: `P${n}` }),
    sign: named,
  },
};
/** Asked by what anybody may know of somebody, without having seen an id: what is not shown must be as if it were not. */
export const BY_NUMBER = [
  'patient by hospital number',
  'patient by NHS number',
  'search by name',
  'search by hospital number',
];
