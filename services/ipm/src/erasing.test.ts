import { derivedId } from '@flow/platform/ids/ids';
import { until } from '@flow/platform/running/testing';
import { systemClock } from '@flow/platform/time/clock';
import { z } from 'zod';
import { ends, listed } from './testing/asked';
import { adt, framed } from './testing/messages';
import { mortalStore } from './testing/mortal-store';
import { openTestSite, type TestIpm, type TestSite } from './testing/running-ipm';

let site: TestSite;
beforeEach(async () => {
  site = await openTestSite();
});
afterEach(() => site.close());

const ERASE = `mutation ($input: EraseMessagesInput!) {
  erased: eraseMessages(input: $input) { __typename ... on MessagesErased { messages } ... on TellRefusal { code } } }`;
const RESUME = 'mutation ($input: ResumeMessagesInput!) { resumeMessages(input: $input) }';
const CONTENT = 'query ($id: ID!) { message(id: $id) { content } }';

const number = (value: string) => ({ authority: 'RXX', value });

async function erase(ipm: TestIpm, ...values: readonly string[]): Promise<unknown> {
  const input = {
    idempotencyKey: 'erasure-1',
    patientIds: values.map((value) => derivedId('patient', value)),
    numbers: values.map(number),
    orderedAt: systemClock.now(),
  };
  let erased: unknown;
  // Whoever asks does so until the inbox has an owner, which has taken what came before.
  await until(async () => {
    erased = (await ipm.ask(ERASE, { input }, 'service')).data['erased'];
    return !JSON.stringify(erased).includes('TellRefusal');
  });
  return erased;
}
const resume = (ipm: TestIpm) => ipm.ask(RESUME, { input: { idempotencyKey: 'erasure-1' } }, 'service');

async function send(ipm: TestIpm, ...texts: readonly string[]): Promise<void> {
  const peer = await ipm.connect();
  for (const text of texts) await peer.send(framed(text));
  // Junk is not answered.
  await peer.replies(texts.filter((text) => text.startsWith('MSH')).length);
}

/** Everything that the inbox's store gives to whoever reads it. */
async function stored(): Promise<string> {
  const over = new AbortController();
  const read: unknown[] = [];
  const timer = setTimeout(() => over.abort(), 20_000);
  for await (const { events, caughtUp } of site.engines.inbox.subscribe({
    prefixes: ['inbox', 'ledger-'],
    signal: over.signal,
  })) {
    for (const event of events) {
      const raw = event.data['raw'];
      read.push(event, typeof raw === 'string' ? Buffer.from(raw, 'base64').toString() : '');
    }
    if (caughtUp) break;
  }
  clearTimeout(timer);
  return JSON.stringify(read);
}

/** Two others among five of somebody: an admission, another of the same content, one that waits, junk, and a later one. */
const FEED = [
  adt('A01', 'N1', { controlId: 'C1' }),
  adt('A01', 'N2', { controlId: 'C2', family: 'QUILLFEATHER' }),
  adt('A01', 'N2', { controlId: 'C2', family: 'QUILLFEATHER' }),
  adt('A01', 'N3', { controlId: 'C3' }),
  adt('A02', 'N2', { controlId: 'C4', family: 'QUILLFEATHER' }),
  'MSA|N2|QUILLFEATHER\r',
  adt('A08', 'N3', { controlId: 'C5' }),
  adt('A03', 'N2', { controlId: 'C6', family: 'QUILLFEATHER' }),
  adt('A08', 'N1', { controlId: 'C7' }),
];
const KEPT = ['C1 APPLIED', 'C3 APPLIED', 'C5 APPLIED', 'C7 APPLIED'];
const GONE = 5;

async function contents(ipm: TestIpm): Promise<readonly string[]> {
  const asked = z.object({ message: z.object({ content: z.string().nullable() }) });
  const found = (await listed(ipm)).map(async ({ id }) => asked.parse((await ipm.ask(CONTENT, { id })).data));
  return (await Promise.all(found)).flatMap(({ message }) => message.content ?? []).sort();
}

const others = FEED.filter((text) => !text.includes('QUILLFEATHER')).sort();

it('erases the messages about somebody, and none of the others', async () => {
  const ipm = await site.start();
  await send(ipm, ...FEED);
  await ends(ipm, FEED.length);
  const tellings = site.owners.tellings;
  expect(await stored()).toContain('QUILLFEATHER');

  expect(await erase(ipm, 'N2')).toStrictEqual({ __typename: 'MessagesErased', messages: GONE });
  await resume(ipm);
  expect(await ends(ipm, KEPT.length)).toStrictEqual(KEPT);
  expect(await contents(ipm)).toStrictEqual(others);
  const left = await stored();
  for (const gone of ['QUILLFEATHER', 'N2']) expect(left).not.toContain(gone);
  expect(await listed(ipm, { patientId: derivedId('patient', 'N2') })).toStrictEqual([]);

  // Again, and in another life, it is the same, and nobody is told anything.
  expect(await erase(ipm, 'N2')).toStrictEqual({ __typename: 'MessagesErased', messages: GONE });
  await ipm.stop();
  const next = await site.start();
  expect(await ends(next, KEPT.length)).toStrictEqual(KEPT);
  expect(site.owners.tellings).toBe(tellings);
});

it('leaves the stories as a rebuild makes them', async () => {
  const ipm = await site.start();
  await send(ipm, ...FEED);
  await ends(ipm, FEED.length);
  await erase(ipm, 'N2');
  await ends(ipm, KEPT.length);
  const everything = `{ messages { nodes { id partner controlId messageType receivedAt status reason
    effects { owner patientIds } history { what at outcome } } } }`;
  const before = await ipm.ask(everything);
  await ipm.rebuild?.(() => undefined);
  expect(await ipm.ask(everything)).toStrictEqual(before);
  expect(await contents(ipm)).toStrictEqual(others);
});

it('erases what waits in quarantine, and what comes later under the number is new', async () => {
  site.owners.refuse = ({ input }) => (input.hospitalNumber?.value === 'N2' ? 'IDENTIFIERS_CONFLICT' : undefined);
  const ipm = await site.start();
  const admission = adt('A01', 'N2', { controlId: 'C1', family: 'QUILLFEATHER' });
  await send(ipm, admission, adt('A02', 'N2', { controlId: 'C2', family: 'QUILLFEATHER' }));
  expect(await ends(ipm, 2)).toStrictEqual([
    'C1 QUARANTINED PATIENTS_IDENTIFIERS_CONFLICT',
    'C2 QUARANTINED BEHIND_QUARANTINED',
  ]);
  expect(await erase(ipm, 'N2')).toMatchObject({ messages: 2 });
  site.owners.refuse = () => undefined;
  // Not told while the number is still the other's.
  await send(ipm, admission);
  await until(async () => (await listed(ipm)).length === 1);
  expect(site.owners.taken.size).toBe(0);
  await resume(ipm);
  expect(await ends(ipm, 1)).toStrictEqual(['C1 APPLIED']);
});

/** The record, the copies, the truncation, a ledger, another; in the last nothing dies. */
const WRITES = [1, 2, 3, 4, 6, 99];

it('does not stop at anything: wherever it is cut short, nothing else is lost, and the next time ends it', async () => {
  for (const write of WRITES) {
    const store = mortalStore(site.engines.inbox);
    const first = await site.start({ inbox: store });
    await send(first, ...FEED);
    await ends(first, FEED.length);
    store.dieAt(write);
    await erase(first, 'N2').catch(() => undefined);
    expect(store.died).toBe(write < 99);
    await first.stop();

    const second = await site.start();
    expect((await contents(second)).filter((text) => !text.includes('QUILLFEATHER'))).toStrictEqual(others);
    await erase(second, 'N2');
    await resume(second);
    expect(await ends(second, KEPT.length)).toStrictEqual(KEPT);
    expect(await stored()).not.toContain('QUILLFEATHER');
    await site.close();
    site = await openTestSite();
  }
});
