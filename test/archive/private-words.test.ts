import { sendMessages } from '@flow/app/feed/send';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boardsOf } from '../product/boards';
import { newFolder, removeFolder, startHere, type ProductHere } from '../product/product-here';
import { storedEvents } from '../product/stored-events';

/** Words that stand nowhere in our code: whoever finds one has found the patient. 9990000018 is a test number. */
const WORDS = {
  family: 'Zwetschgenbaum',
  given: 'Quirinus',
  middle: 'Pankrazius',
  alias: 'Hollerstauden',
  nhsNumber: '9990000018',
  nhsNumberAsRead: '999 000 0018',
  hospitalNumber: 'QX7734108',
  road: 'Krummlaendersteig',
  town: 'Vierzehnheiligen',
  postcode: 'ZZ99 7QX',
  phone: '01632960417',
  email: 'zwetschge',
  gp: 'Obermoser',
  kin: 'Scholastika',
  note: 'Kreuzotternbiss',
  place: 'Besenkammerl',
} as const;

const { family, given, middle, alias, note, nhsNumber, hospitalNumber, road, town, postcode, phone, email } = WORDS;

const PERSON = [
  `PID|1||${hospitalNumber}^^^RXX^MR~${nhsNumber}^^^NHS^NH||${family}^${given}^${middle}^^Mr||19481109|M|${alias}^${given}||`,
  `7 ${road}^${town}^^^${postcode}^^H||${phone}^PRN^PH~^NET^Internet^${email}@example.org`,
].join('');
const AROUND = [
  `PD1|||The Surgery^GPPRC^Y99999|G9999999^${WORDS.gp}^Alois`,
  `NK1|1|${family}^${WORDS.kin}|SPO|7 ${road}^${town}^^^${postcode}|${phone}`,
];
const NOTES = [`AL1|1|DA|^${WORDS.note}|SV`, `NTE|1||${WORDS.note}`, `PV2|||^${WORDS.note}`];

interface Message {
  readonly event: string;
  readonly at?: string;
  readonly person?: string;
  readonly visit?: string;
}
let sent = 0;
function message({ event, at = 'W1^^01', person = PERSON, visit = 'V1' }: Message): string {
  sent += 1;
  const when = `202601020900${String(sent).padStart(2, '0')}`;
  const visitAt = `PV1|1|I|${at}||||C1^${WORDS.gp}^Alois|||300|||||||||${visit}${'|'.repeat(25)}20260102080000`;
  const head = [
    `MSH|^~\\&|iPM|TEST|FLOW|RXX|${when}||ADT^${event}|W${sent}|P|2.4|||AL|NE`,
    `EVN|${event}|${when}||||${when}`,
  ];
  return [...head, person, ...AROUND, visitAt, ...NOTES, ''].join('\r');
}

const LOOK_UP = `query ($number: String!) { patient(by: { nhsNumber: $number }) {
  name { family given } contact { address postcode } nhsNumber { value display } } }`;

const FIND = `query ($number: String!) { patient(by: { nhsNumber: $number }) { id } }`;
const SEARCH = 'query ($text: String!) { searchPatients(text: $text, first: 10) { nodes { id } } }';
const STUCK = '{ messages(filter: { statuses: [QUARANTINED] }) { nodes { id version content } } }';

/** What people type about a patient: texts that belong into notes and the patient, and nowhere else. */
async function peopleAtWork(here: ProductHere): Promise<void> {
  const [bea, wes, ina] = [await here.as('bea'), await here.as('wes'), await here.as('ina')];
  for (const text of [family, `${family} 081148`, `${family} ${given}`, phone, nhsNumber, hospitalNumber]) {
    await bea.ask(SEARCH, { text });
  }
  const { patient } = await bea.ask<{ patient: { id: string } }>(FIND, { number: nhsNumber });
  const done = async (who: typeof bea, mutation: string, type: string, input: object): Promise<string> => {
    const document = `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { __typename } }`;
    const answer = await who.ask<{ done: { __typename: string } }>(document, {
      input: { idempotencyKey: mutation, ...input },
    });
    return answer.done.__typename;
  };
  const about = { patientId: patient.id };
  const text = `${note} ${family}`;
  const point = { ...about, method: '3', value: phone, consent: 'GIVEN' };
  const opening = { patient: { id: patient.id }, reason: 'OTHER', text };
  const worked = [
    await done(wes, 'writeNote', 'WriteNoteInput', { ...about, kind: 'GENERAL', text }),
    await done(wes, 'recordContactPoint', 'RecordContactPointInput', point),
    await done(wes, 'breakGlass', 'BreakGlassInput', opening),
  ];
  expect(worked.filter((name) => /Refus|Error/.test(name))).toStrictEqual([]);
  const { messages } = await ina.ask<{
    messages: { nodes: { id: string; version: string; content: string | null }[] };
  }>(STUCK);
  for (const { id, version, content } of messages.nodes) {
    const input = { messageId: id, expectedVersion: version, text: content ?? '', reason: 'OTHER' };
    await done(ina, 'editAndReplayMessage', 'EditMessageInput', { idempotencyKey: id, ...input }).catch(
      () => undefined,
    );
  }
}

/** Everything that is done with a patient, and everything that may be done wrong. */
async function journey(here: ProductHere): Promise<void> {
  await here.tell(
    message({ event: 'A01' }),
    message({ event: 'A02', at: 'W1^^02' }),
    message({ event: 'A08' }),
    message({ event: 'A02', at: `${WORDS.place}^^3` }),
    message({ event: 'A01', visit: '', person: PERSON.replace(hospitalNumber, '') }),
    message({ event: 'A01', person: PERSON.replace('19481109', family), visit: 'V2' }),
    message({ event: 'A40' }),
    message({ event: 'A31', person: PERSON.replace('|M|', `|M|${family}`) }),
  );
  const junk = [`MSH|^~\\&|${family}`, `${family} is no message`].map((text) => Buffer.from(text));
  const to = { host: '127.0.0.1', port: here.product.listening.mllp['ipm'] ?? 0 };
  await sendMessages(junk, { ...to, onProgress: () => undefined, answerMs: 200 });
  await here.settled();
  const bea = await here.as('bea');
  const found = await bea.ask(LOOK_UP, { number: WORDS.nhsNumberAsRead });
  expect(JSON.stringify(found)).toContain(road);
  await bea.ask(LOOK_UP, { number: '9990000026' });
  for (const wrong of [family, `${nhsNumber}1`]) await bea.ask(LOOK_UP, { number: wrong }).catch(() => undefined);
  await bea.ask(`{ patient(by: { nhsNumber: "${nhsNumber}" }) { ${family} } }`).catch(() => undefined);
  await bea.ask(`query ${family} { nothing } `).catch(() => undefined);
  expect(JSON.stringify(await boardsOf(here))).toContain(family);
  await peopleAtWork(here);
}

const wordsIn = (text: string): readonly string[] => {
  const lower = text.toLowerCase();
  return Object.values(WORDS).filter((word) => lower.includes(word.toLowerCase()));
};

/** What patients itself writes down of a person, and under which claim. */
const isOfPatients = ({ stream }: RecordedEvent): boolean => /^(patient|note|identifier)-/.test(stream);

it('nothing of a person is written anywhere but in patients and in the inbox', async () => {
  const folder = await newFolder();
  const here = await startHere(folder, { SUBGRAPHS: 'http' });
  try {
    await journey(here);
    const events = await storedEvents(folder, ['']);
    expect(wordsIn(JSON.stringify(events.filter(isOfPatients)))).toContain(family);
    const others = events.filter((event) => !isOfPatients(event));
    expect(new Set(others.map(({ stream }) => stream.split('-')[0]))).toStrictEqual(
      new Set(['occupancy', 'stay', 'lane', 'task', 'audit', 'breakGlass', 'userScopes']),
    );
    expect(others.filter((event) => wordsIn(JSON.stringify(event)).length > 0)).toStrictEqual([]);
    expect(wordsIn(events.map(({ stream }) => stream).join('\n'))).toStrictEqual([]);
    const metrics = await (await fetch(`${here.http}/metrics`)).text();
    expect(metrics).toContain('# HELP');
    expect(wordsIn(metrics)).toStrictEqual([]);
    await here.stop();
    expect(here.log.length).toBeGreaterThan(0);
    expect(here.log.filter((line) => wordsIn(line).length > 0)).toStrictEqual([]);
    expect(wordsIn(readFileSync(join(folder, 'bus.db'), 'latin1'))).toStrictEqual([]);
    expect(wordsIn(readFileSync(join(folder, 'inbox.db'), 'latin1'))).toContain(family);
  } finally {
    await here.stop();
    await removeFolder(folder);
  }
});
