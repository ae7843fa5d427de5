import { decideDeed, type DeedCommand } from '../domain/ledger/deed';
import { replay } from '@flow/platform/decider/decider';
import { instant } from '@flow/platform/time/instant';
import fc from 'fast-check';
import { hl7, msh } from '../domain/decode/testing';
import { ledgerDecider } from '../domain/ledger/ledger';
import { emptyTestStore, receivedText, startTestInterface, type TestStore } from './testing';
import { TestOwners } from './testing-owners';

/**
 * Operators retry, edit and skip anywhere in a history, while messages come late, owners fail and a process dies: what counts at
 * the end is what the ends of the messages say, each told once; and whatever was skipped and retried comes to what it would have.
 */
const at = instant('2026-01-05T11:00:00.000Z');
const COUNT = 6;

function textOf(index: number, number = 'N1'): string {
  const time = `2026010508${String(index).padStart(2, '0')}00`;
  return hl7(
    msh('ADT^A01', { controlId: `C${index}`, sentAt: time }),
    `EVN||${time}`,
    `PID|1||${number}`,
    `PV1|1|I|A1${'|'.repeat(16)}V${index}`,
  );
}

/** What is to be told of it is in quarantine for want of a number: its text has none. */
const nameless = (index: number) => textOf(index, '');

type Deed = 'retry' | 'skip' | 'edit';
const deed = fc.record({ message: fc.nat({ max: COUNT - 1 }), what: fc.constantFrom<Deed>('retry', 'skip', 'edit') });
const run = fc.record({
  order: fc.shuffledSubarray(
    Array.from({ length: COUNT }, (_, index) => index),
    { minLength: COUNT },
  ),
  nameless: fc.uniqueArray(fc.nat({ max: COUNT - 1 })),
  conflicting: fc.uniqueArray(fc.nat({ max: COUNT - 1 })),
  deeds: fc.array(deed, { maxLength: 10 }),
  failing: fc.array(fc.nat({ max: 30 }), { maxLength: 4 }),
  dyingAt: fc.option(fc.nat({ max: 30 }), { nil: undefined }),
});

function commandOf(what: Deed, index: number): DeedCommand {
  const who = { by: 'ina', at };
  if (what === 'retry') return { type: 'AskRetry', ...who };
  if (what === 'skip') return { type: 'AskSkip', ...who, reason: 'OTHER' };
  const { raw, sha256, contentHash } = receivedText(textOf(index), `m${index}`);
  return { type: 'Edit', ...who, reason: 'OTHER', raw, sha256, contentHash };
}

function ask(store: TestStore, { message, what }: { readonly message: number; readonly what: Deed }): void {
  const events = store.ledgers.get(`m${message}`) ?? [];
  const decision = decideDeed(commandOf(what, message), replay(ledgerDecider, events));
  if (decision.accepted) store.ledgers.set(`m${message}`, [...events, ...decision.events]);
}

const endsOf = (store: TestStore) =>
  [...store.ledgers].map(([id, events]) => [id, replay(ledgerDecider, events)] as const);

/** Does what was asked, in any number of lives of the process. */
async function workAll(store: TestStore, owners: TestOwners): Promise<void> {
  const life = startTestInterface({ store, owners });
  for (let round = 0; round < 4; round += 1) {
    await Promise.all(endsOf(store).map(([id]) => life.lanes.reconsider(id)));
    await life.lookAgain();
  }
}

describe('worked anywhere in a history', () => {
  it('messages are told once or not at all, as their ends say', async () => {
    await fc.assert(
      fc.asyncProperty(run, async ({ order, nameless: without, conflicting, deeds, failing, dyingAt }) => {
        const store = emptyTestStore();
        const owners = new TestOwners();
        const half = Math.floor(order.length / 2);
        const receive = (indexes: readonly number[]) =>
          indexes.forEach((index) =>
            store.inbox.push(receivedText(without.includes(index) ? nameless(index) : textOf(index), `m${index}`)),
          );
        let calls = 0;
        let life = startTestInterface({ store, owners });
        owners.before = () => {
          calls += 1;
          if (calls === dyingAt) life.die();
          if (calls === dyingAt || failing.includes(calls)) throw new Error('No answer.');
        };
        const conflicts = new Set(conflicting.map((index) => `"number":"V${index}"`));
        owners.refuse = (_what, _number, input) =>
          [...conflicts].some((one) => JSON.stringify(input).includes(one)) ? 'IDENTIFIERS_CONFLICT' : undefined;

        receive(order.slice(0, half));
        await life.run();
        life = startTestInterface({ store, owners });
        for (const [nth, one] of deeds.entries()) {
          ask(store, one);
          if (nth % 2 === 0) void life.lanes.reconsider(`m${one.message}`).catch(() => undefined);
        }
        receive(order.slice(half));
        await life.run();
        owners.before = () => undefined;
        await startTestInterface({ store, owners }).run();
        conflicts.clear();
        await workAll(store, owners);

        for (const [id, { asked, settled, decoded }] of endsOf(store)) {
          expect(asked).toBeNull();
          const outcome = settled?.settlement.outcome ?? 'none';
          expect(['applied', 'quarantined', 'skipped']).toContain(outcome);
          const told = [...owners.told].filter(([key]) => key.startsWith(`${id}:`));
          if (outcome === 'applied') {
            expect(told.map(([, { decoding }]) => decoding)).toStrictEqual(told.map(() => decoded?.decoding));
            expect(told).toHaveLength(2);
          }
          if (outcome === 'quarantined') expect(without).toContain(Number(id.slice(1)));
        }
      }),
      { seed: 20_260_105, numRuns: 150 },
    );
  });
});
