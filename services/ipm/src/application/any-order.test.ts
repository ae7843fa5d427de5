import fc from 'fast-check';
import { hl7, msh } from '../domain/decode/testing';
import { emptyTestStore, receivedText, startTestInterface, type TestStore } from './testing';
import { TestOwners } from './testing-owners';

/**
 * Whatever a PAS said, in whatever order and however often it arrives, over owners that fail now and then and a process that
 * dies in between: the owners were told the same, and nothing complete stays in quarantine.
 */
const NUMBERS = ['N1', 'N2', 'N3'] as const;
const WARDS = ['A1^^01', 'A1^^02', 'B6', 'Q9'] as const;

const number = fc.constantFrom(...NUMBERS);
const ward = fc.constantFrom(...WARDS);
const stay = (who: string, where: string) => `PV1|1|I|${where}${'|'.repeat(16)}V${who}`;

const happening = fc.oneof(
  fc.record({ event: fc.constantFrom('A28', 'A31'), who: number }).map(({ event, who }) => [event, `PID|1||${who}`]),
  fc
    .record({
      event: fc.constantFrom('A01', 'A02', 'A03', 'A08', 'A11', 'A12', 'A13', 'A21', 'A22'),
      who: number,
      ward,
    })
    .map(({ event, who, ward: where }) => [event, `PID|1||${who}`, stay(who, where)]),
  fc
    .uniqueArray(number, { minLength: 2, maxLength: 2 })
    .map(([a = '', b = '']) => ['A17', `PID|1||${a}`, stay(a, 'A1^^01'), `PID|1||${b}`, stay(b, 'A1^^02')]),
  fc.uniqueArray(number, { minLength: 2, maxLength: 2 }).map(([a = '', b = '']) => ['A40', `PID|1||${a}`, `MRG|${b}`]),
);

/** Begins with a registration of everybody, so that no swap is of somebody who never comes. */
const history = fc
  .array(happening, { minLength: 1, maxLength: 12 })
  .map((some) => [...NUMBERS.map((who) => ['A28', `PID|1||${who}`]), ...some].map(asMessage));

function asMessage([event = '', ...segments]: readonly string[], index: number): string {
  const at = `2026010508${String(index).padStart(2, '0')}00`;
  return hl7(
    msh(`ADT^${event}`, { controlId: `C${index}`, sentAt: at, sequence: String(index) }),
    `EVN||${at}`,
    ...segments,
  );
}

const delivery = history.chain((messages) =>
  fc.record({
    messages: fc.constant(messages),
    order: fc.shuffledSubarray([...messages.keys()], { minLength: messages.length }),
    again: fc.array(fc.nat({ max: messages.length - 1 }), { maxLength: 6 }),
    failing: fc.array(fc.nat({ max: 40 }), { maxLength: 5 }),
    dyingAt: fc.option(fc.nat({ max: 40 }), { nil: undefined }),
    concurrency: fc.integer({ min: 1, max: 4 }),
  }),
);

function deliver(store: TestStore, messages: readonly string[], indexes: readonly number[]): void {
  for (const index of indexes) {
    const nth = store.inbox.length;
    store.inbox.push(receivedText(messages[index] ?? '', `m${nth}`));
  }
}

const ALL_WHO_TOLD = /"patientId":"patient-(\w+)"/g;

/** What was told, without which of several deliveries of one message told it. */
const toldBy = (owners: TestOwners) => owners.set.map((what) => what.replace(ALL_WHO_TOLD, 'patient $1'));

describe('in any order and any number of times', () => {
  it('messages come to the same', async () => {
    await fc.assert(
      fc.asyncProperty(delivery, async ({ messages, order, again, failing, dyingAt, concurrency }) => {
        const expected = new TestOwners();
        const straight = emptyTestStore();
        deliver(straight, messages, [...messages.keys()]);
        await startTestInterface({ store: straight, owners: expected }).run();

        const store = emptyTestStore();
        const owners = new TestOwners();
        deliver(store, messages, [...order, ...again]);
        let calls = 0;
        const first = startTestInterface({ store, owners, concurrency });
        owners.before = () => {
          calls += 1;
          if (calls === dyingAt) first.die();
          if (calls === dyingAt || failing.includes(calls)) throw new Error('No answer.');
        };
        await first.run();
        if (dyingAt !== undefined) await startTestInterface({ store, owners, concurrency }).run();
        // As at each start: whoever healed it may have died on the way to it.
        await startTestInterface({ store, owners }).lookAgain();

        expect(toldBy(owners)).toStrictEqual(toldBy(expected));
        expect(store.tasks).toStrictEqual(straight.tasks);
        const ends = [...store.ledgers.values()].map((events) => events.at(-1));
        const outcomes = ends.map((event) => event?.type === 'MessageSettled' && event.settlement.outcome);
        expect(outcomes.filter((one) => one !== 'applied' && one !== 'duplicate')).toStrictEqual([]);
        expect(outcomes.filter((one) => one === 'duplicate')).toHaveLength(again.length);
      }),
      { seed: 20_260_105, numRuns: 150 },
    );
  });
});
