import fc from 'fast-check';
import { CONSENTS } from '../domain/contact';
import type { Telling } from '../domain/details';
import type { PatientCommand } from '../domain/patient';
import { at, nhsNumber, order } from '../domain/testing';
import { currentPerson } from './follow-merges';
import { tellMerge, tellUnmerge } from './tell-merge';
import type { Caring } from './record-care';
import { settleAround, tellPerson, type PatientDeps, type PersonTelling } from './tell-person';
import { contextOf, memoryPatients, type MemoryPatients } from './testing';

type Message =
  | { readonly kind: 'tell'; readonly number: string; readonly telling: Telling }
  | { readonly kind: 'merge'; readonly number: string; readonly retired: string; readonly telling: Telling }
  | { readonly kind: 'unmerge'; readonly number: string }
  | { readonly kind: 'said'; readonly number: string; readonly said: Caring['said'] };
type Sent = Message & { readonly minute: number };

const NUMBERS = ['A100', 'B200', 'C300', 'D400'] as const;
const NHS = ['9990000018', '9990000026'].map(nhsNumber);
const identifier = (value: string) => ({ authority: 'RXX', value });

const number = fc.constantFrom(...NUMBERS);
const telling: fc.Arbitrary<Telling> = fc.record(
  {
    family: fc.constantFrom('Khan', 'Rees', null),
    address: fc.constantFrom(['1 Mill Lane'], null),
    postcode: fc.constantFrom('ZZ99 3AB', null),
    shielded: fc.boolean(),
    deceased: fc.boolean(),
    deceasedAt: fc.constantFrom('2026-01-13', null),
    nhsNumber: fc.constantFrom(...NHS, null),
    nhsNumberStatus: fc.constantFrom('01', '02', null),
  },
  { requiredKeys: [] },
);
const said: fc.Arbitrary<Caring['said']> = fc.oneof(
  fc.record({ sms: fc.constantFrom(...CONSENTS) }).map((consents) => ({ change: { consents, points: [] } })),
  fc.record({ formats: fc.constantFrom(['BRAILLE' as const], null) }).map((needs) => ({ needs })),
);
const message: fc.Arbitrary<Message> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('tell' as const), number, telling }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('merge' as const), number, retired: number, telling }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unmerge' as const), number }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('said' as const), number, said }) },
);
const history = fc
  .array(message, { minLength: 1, maxLength: 12 })
  .map((messages) => messages.map((one, minute): Sent => ({ ...one, minute })));

async function send(deps: PatientDeps, sent: Sent): Promise<void> {
  const context = contextOf(`message-${sent.minute}`);
  const word = { order: order(sent.minute), occurredAt: at };
  if (sent.kind === 'unmerge') {
    const retiredId = await deps.numbers.ownerOf(identifier(sent.number), context);
    await tellPerson(
      deps,
      { ...word, hospitalNumber: identifier(sent.number), telling: {} },
      contextOf(`know-${sent.number}`),
    );
    await tellUnmerge(deps, { retiredId, ...word }, context);
    return;
  }
  if (sent.kind === 'said') return saying(deps, sent);
  const { nhsNumber: nhs, ...rest } = sent.telling;
  const person: PersonTelling & { hospitalNumber: ReturnType<typeof identifier> } = {
    ...word,
    hospitalNumber: identifier(sent.number),
    telling: rest,
    ...(nhs === undefined ? {} : { nhsNumber: nhs }),
  };
  if (sent.kind === 'tell') await tellPerson(deps, person, context);
  else await tellMerge(deps, { survivor: person, retired: identifier(sent.retired), ...word }, context);
}

/** What people here say of how to reach and to understand somebody; an older word that comes late is refused. */
async function saying(
  deps: PatientDeps,
  { number: value, said: what, minute }: Sent & { kind: 'said' },
): Promise<void> {
  const known = contextOf(`know-${value}`);
  const patientId = await deps.numbers.ownerOf(identifier(value), known);
  await tellPerson(deps, { order: order(0), occurredAt: at, hospitalNumber: identifier(value), telling: {} }, known);
  const context = contextOf(`message-${minute}`);
  const word = { order: order(minute), occurredAt: at, by: 'cleo' };
  const command: PatientCommand =
    'needs' in what ? { type: 'RecordNeeds', ...what, ...word } : { type: 'RecordContact', ...what, ...word };
  const handled = await deps.patients.handle(patientId, command, context);
  if (handled.outcome === 'done')
    await settleAround(deps, patientId, { context, occurredAt: at, events: handled.events });
}

/** What everyone can see: each number's person, who has and who holds which NHS number, and what people are asked. */
async function people(memory: MemoryPatients) {
  const { deps } = memory;
  const known = await Promise.all(
    NUMBERS.map(async (one) =>
      currentPerson(deps.patients, await deps.numbers.ownerOf(identifier(one), contextOf(''))),
    ),
  );
  const claims = await Promise.all(NHS.map(async (one) => (await deps.nhsNumbers.load(one)).state));
  const asked = memory.openTasks().map(({ task: { kind, subjects } }) => `${kind} ${subjects[0] ?? ''}`);
  return {
    known: known.map((found) => found && { person: found.person, care: found.care }),
    claims,
    asked: [...asked].sort(),
  };
}

const delivery = history.chain((sent) =>
  fc.record({
    sent: fc.constant(sent),
    // Every message at least once, some again, in any order.
    delivered: fc
      .array(fc.constantFrom(...sent), { maxLength: 6 })
      .chain((again) => fc.shuffledSubarray([...sent, ...again], { minLength: sent.length + again.length })),
    lostAnswers: fc.array(fc.nat(80), { maxLength: 4 }),
  }),
);

it('any order, repetition and crash of the same tellings and merges gives the same people', async () => {
  await fc.assert(
    fc.asyncProperty(delivery, async ({ sent, delivered, lostAnswers }) => {
      let steps = 0;
      const shuffled = memoryPatients(async () => {
        steps += 1;
        if (lostAnswers.includes(steps)) throw new Error('The process died here.');
      });
      for (const one of delivered) await untilAnswered(() => send(shuffled.deps, one));
      steps = 1000;
      expect(await people(shuffled)).toStrictEqual(await peopleInOrder(sent));
    }),
    { numRuns: 50, seed: 20260114 },
  );
});

it('tellings that race give the same people', async () => {
  await fc.assert(
    fc.asyncProperty(delivery, fc.scheduler(), async ({ sent, delivered }, scheduler) => {
      let racing = true;
      const raced = memoryPatients(() => (racing ? scheduler.schedule(Promise.resolve()) : Promise.resolve()));
      await scheduler.waitFor(Promise.all(delivered.map((one) => send(raced.deps, one))));
      racing = false;
      expect(await people(raced)).toStrictEqual(await peopleInOrder(sent));
    }),
    { numRuns: 50, seed: 20260114 },
  );
});

async function peopleInOrder(sent: readonly Sent[]) {
  const memory = memoryPatients();
  for (const one of sent) await send(memory.deps, one);
  return people(memory);
}

async function untilAnswered(work: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 10) throw error;
    }
  }
}
