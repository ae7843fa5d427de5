import { ROLES, type Identity } from '@flow/platform/security/identity';
import { lookingUpIn } from './testing/looking-up';
import { notingIn } from './testing/noting';
import { as, startForTest, until, type Answer, type PatientsInTest } from './testing/patients-in-test';
import { searchingIn } from './testing/searching';
import { khan, NHS, numbered, tellingTo } from './testing/tellings';

const SHOWN = 'id name { family } contact { address postcode } reach { points { value } } needs { code }';
const NOTES = 'notes { nodes { text } }';
const CHANGES = 'nodes { field previous value }';
const by = (what: string) => `{ patient(by: ${what}) { ${SHOWN} } }`;
const search = (text: string) =>
  `{ searchPatients(text: "${text}") { nodes { ${SHOWN} } pageInfo { endCursor hasNextPage } } }`;

interface Known {
  readonly id: string;
  readonly noteId: string;
}
const paths: Readonly<Record<string, (known: Known) => string>> = {
  id: ({ id }) => by(`{ id: "${id}" }`),
  nhsNumber: () => by(`{ nhsNumber: "${NHS}" }`),
  hospitalNumber: () => by('{ hospitalNumber: { authority: "RXX", value: "A100" } }'),
  searchNhs: () => search(NHS),
  searchNumber: () => search('A100'),
  searchName: () => search('khan am'),
  searchBirth: () => search('KHAN 290280'),
  searchPhone: () => search('07700 900001'),
  entity: ({ id }) =>
    `{ _entities(representations: [{ __typename: "Patient", id: "${id}" }]) { ... on Patient { ${SHOWN} } } }`,
  notes: ({ id }) => `{ patient(by: { id: "${id}" }) { ${NOTES} } }`,
  note: ({ noteId }) => `{ note(id: "${noteId}") { text } }`,
  noteEntity: ({ noteId }) =>
    `{ _entities(representations: [{ __typename: "Note", id: "${noteId}" }]) { ... on Note { text } } }`,
  history: ({ id }) => `{ patientHistory(id: "${id}") { ${CHANGES} } }`,
  historyField: ({ id }) => `{ patient(by: { id: "${id}" }) { history { ${CHANGES} } } }`,
  tasks: () => `{ patientTasks { nodes { patients { ${SHOWN} } } } }`,
  details: ({ id }) => `{ personDetails(ids: ["${id}"]) { family } }`,
};

let patients: PatientsInTest;
let known: Known;
beforeAll(async () => {
  patients = await startForTest();
  const tell = tellingTo(patients);
  const { patientId: id } = await tell.person(1, { ...khan, shielded: true });
  // Somebody else who was told the same NHS number: a task names both.
  const other = await tell.person(2, { hospitalNumber: numbered('B200'), nhsNumber: NHS, family: 'Other' });
  const manager = as('bed-manager');
  const note = await notingIn(patients).write({ patientId: id, kind: 'GENERAL', text: 'Fled from Khan.' }, manager);
  known = { id, noteId: note.note.id };
  await lookingUpIn(patients).once({ id: other.patientId }, other.revision);
  await searchingIn(patients).once('khan', id, manager);
  await notingIn(patients).once(id, 1, manager);
  const tasks = () => patients.ask('{ patientTasks { nodes { id } } }', {}, { identity: as('service-manager') });
  await until(tasks, ({ data }) => JSON.stringify(data).includes('"id"'));
});
afterAll(async () => patients.close());

/** `named`: who it is. `id`: that somebody restricted has this id. `none`: as if there were nobody. `no`: not theirs to ask. */
function saidBy(answer: Answer): string {
  const text = JSON.stringify(answer.data ?? null);
  // An address is shown to nobody, whoever asks and however.
  expect(text).not.toMatch(/Example Road|ZZ99|07700|Y00001/);
  const isNamed = /Khan|khan/.test(text);
  if (isNamed) expect(answer.shown).toContain(known.id);
  if (isNamed) return 'named';
  // To report too many is no leak: the patient was found before the field was refused.
  if (answer.errors?.some(({ extensions }) => extensions['code'] === 'FORBIDDEN') === true) return 'no';
  expect(answer.shown).not.toContain(known.id);
  expect(answer.errors).toBeUndefined();
  return text.includes(known.id) ? 'id' : 'none';
}

const somewhere = (role: (typeof ROLES)[number], scope: object): Identity => {
  const identity = as(role);
  return { ...identity, scope: { ...identity.scope, ...scope } };
};
const askers: readonly (readonly [string, () => Identity])[] = [
  ...ROLES.map((role) => [role, () => as(role)] as const),
  ['ward-clerk of a ward', () => somewhere('ward-clerk', { wards: ['W1'] })],
  ['bed-manager of a site', () => somewhere('bed-manager', { sites: ['S1'] })],
  ['booking-clerk, break-glass', () => ({ ...as('booking-clerk'), breakGlass: [known.id] })],
  ['wall-display, break-glass', () => ({ ...as('wall-display'), breakGlass: [known.id] })],
];

/* In the order of the paths: id nhs hosp | search nhs number name birth phone | entity | notes note entity | history field | tasks | details */
const CLERK = 'id none none none none none none none id none none none';
const MANAGER = 'named named named named named named named none named named named named';
const NOBODY = 'no no no no no no no no no no';
const expected: Readonly<Record<string, string>> = {
  'referral-coordinator': `${CLERK} none none no no`,
  'booking-clerk': `${CLERK} none none no no`,
  'bed-manager': `${MANAGER} named named no no`,
  'ward-clerk': `${MANAGER} no no no no`,
  'theatre-coordinator': `${CLERK} no no no no`,
  'contact-agent': `${CLERK} no no no no`,
  'service-manager': `${NOBODY} none none none no no no`,
  'ig-officer': `${NOBODY} none none none no no no`,
  'integration-operator': `${NOBODY} no none no no no no`,
  administrator: `${NOBODY} no none no no no no`,
  'wall-display': `${NOBODY} no none no no no no`,
  service: `${MANAGER} no no no named`,
  'ward-clerk of a ward': `${CLERK} no no no no`,
  'bed-manager of a site': `${CLERK} none none no no`,
  'booking-clerk, break-glass': `${MANAGER} named named no no`,
  'wall-display, break-glass': `${NOBODY} no none no no no no`,
};

it.each(askers)('of a restricted patient a %s learns what is theirs to know, on every path', async (name, asker) => {
  const learned: string[] = [];
  for (const path of Object.values(paths)) {
    learned.push(saidBy(await patients.ask(path(known), {}, { identity: asker() })));
  }
  expect(learned.join(' ')).toBe(expected[name]);
});

it('that somebody shielded has a number, too, is told to those alone who may know them', async () => {
  const seen = lookingUpIn(patients);
  const claims = async (identity: Identity) =>
    JSON.stringify(await seen.lookUp({ hospitalNumber: numbered('B200') }, identity)).includes(
      '"claimedElsewhere":true',
    );
  await until(() => claims(as('bed-manager')), Boolean);
  expect(await claims(as('theatre-coordinator'))).toBe(false);
  expect(await claims({ ...as('theatre-coordinator'), breakGlass: [known.id] })).toBe(true);
});
