import { replay } from '@flow/platform/decider/decider';
import { instant } from '@flow/platform/time/instant';
import type { DeedCommand, DeedEvent } from './deed';
import { ledgerDecider, type LedgerEvent, type MessageSettled } from './ledger';
import type { Settlement } from './settlement';

const at = instant('2026-01-05T11:00:00.000Z');
const entry = {
  messageId: 'm1',
  partner: 'ipm',
  source: { stream: 'inbox-ipm-2026-01-05', revision: 0 },
  receivedAt: at,
};

const settled = (settlement: Settlement, more: Partial<MessageSettled> = {}): LedgerEvent => ({
  ...{ type: 'MessageSettled', ...entry, decoding: 0, configVersion: 'v1', settlement, collision: false },
  ...more,
});
const quarantined = settled({ outcome: 'quarantined', reason: 'NO_VISIT', lanes: ['l1'] });
const decoded = (deed?: number): LedgerEvent => ({
  ...{ type: 'MessageDecoded', ...entry, decoding: 1, configVersion: 'v1', event: 'A01', steps: [], lanes: [] },
  ...{
    order: 'o',
    occurredAt: at,
    unmapped: [],
    warnings: [],
    clockCorrectionMs: 0,
    ...(deed !== undefined && { deed }),
  },
});
const applied = (more: Partial<MessageSettled> = {}) => settled({ outcome: 'applied', effects: [] }, more);
const asked = (deed: number): DeedEvent => ({ type: 'RetryAsked', ...entry, deed, by: 'ina', askedAt: at });
const edited = (deed: number, sha256 = 'ab'): DeedEvent => ({
  ...{ type: 'MessageEdited', ...entry, deed, by: 'ina', askedAt: at, reason: 'OTHER', raw: 'TVNI', sha256 },
  contentHash: 'cd',
});

const who = { by: 'ivo', at };
const COMMANDS = {
  retry: { type: 'AskRetry', ...who },
  edit: { type: 'Edit', ...who, reason: 'WRONG_PLACE', raw: 'TVNI', sha256: 'ef', contentHash: 'cd' },
  skip: { type: 'AskSkip', ...who, reason: 'TEST_MESSAGE' },
} satisfies Record<string, DeedCommand>;

const STATES: Readonly<Record<string, readonly LedgerEvent[]>> = {
  'not taken yet': [],
  'on its way': [decoded()],
  'in quarantine': [quarantined],
  held: [settled({ outcome: 'held', heldFor: 'booking' })],
  ignored: [settled({ outcome: 'ignored', rule: 'UNKNOWN_EVENT' })],
  'a duplicate': [settled({ outcome: 'duplicate', of: 'm0' })],
  applied: [decoded(), applied()],
  skipped: [quarantined, settled({ outcome: 'skipped', reason: 'OTHER', by: 'ina' })],
  'asked of before': [quarantined, asked(1)],
};

/** What comes of each command in each state: the events' types, or the code of the refusal. */
const TABLE: Readonly<Record<string, readonly [retry: string, edit: string, skip: string]>> = {
  'not taken yet': ['IN_HAND', 'IN_HAND', 'IN_HAND'],
  'on its way': ['IN_HAND', 'IN_HAND', 'IN_HAND'],
  'in quarantine': ['RetryAsked', 'MessageEdited', 'SkipAsked'],
  held: ['RetryAsked', 'MessageEdited', 'SkipAsked'],
  ignored: ['RetryAsked', 'IS_IGNORED', 'IS_IGNORED'],
  'a duplicate': ['IS_DUPLICATE', 'IS_DUPLICATE', 'IS_DUPLICATE'],
  applied: ['ALREADY_APPLIED', 'ALREADY_APPLIED', 'ALREADY_APPLIED'],
  skipped: ['RetryAsked', 'MessageEdited', ''],
  'asked of before': ['IN_HAND', 'IN_HAND', 'IN_HAND'],
};

function outcomeOf(command: DeedCommand, events: readonly LedgerEvent[]): string {
  const decision = ledgerDecider.decide(command, replay(ledgerDecider, events));
  return decision.accepted ? decision.events.map(({ type }) => type).join() : decision.rejection.code;
}

describe('what operators ask of a message', () => {
  it.each(Object.entries(STATES))('that is %s', (state, events) => {
    const { retry, edit, skip } = COMMANDS;
    expect([retry, edit, skip].map((command) => outcomeOf(command, events))).toStrictEqual(TABLE[state]);
  });

  it('is refused when it has gone on since they saw it, with who did', () => {
    const seen = { ...COMMANDS.skip, seen: 1 };
    expect(outcomeOf(seen, [quarantined])).toBe('SkipAsked');
    const decision = ledgerDecider.decide(seen, replay(ledgerDecider, [quarantined, edited(1)]));
    expect(decision).toStrictEqual({ accepted: false, rejection: { code: 'CHANGED_SINCE_SEEN', by: 'ina' } });
  });

  it('is open until an end answers it that was begun after', () => {
    const open = replay(ledgerDecider, [quarantined, asked(1), settled({ outcome: 'held', heldFor: 'booking' })]);
    expect(open.asked).toMatchObject({ deed: 1 });
    const same = { type: 'Settle', ...entry, configVersion: 'v1', collision: false } as const;
    const { settlement } = quarantined as MessageSettled;
    const answer = ledgerDecider.decide(
      { ...same, settlement, deed: 1 },
      replay(ledgerDecider, [quarantined, asked(1)]),
    );
    expect(answer).toMatchObject({ accepted: true, events: [{ type: 'MessageSettled', deed: 1 }] });
    expect(
      replay(ledgerDecider, [quarantined, asked(1), quarantined, settled(settlement, { deed: 1 })]).asked,
    ).toBeNull();
  });

  it('has nothing left to do where the message was applied meanwhile, and its edit does not count', () => {
    const ledger = replay(ledgerDecider, [
      quarantined,
      edited(1, 'first'),
      settled({ outcome: 'quarantined', reason: 'NO_VISIT', lanes: [] }, { deed: 1 }),
      edited(2, 'second'),
      applied({ deed: 1 }),
    ]);
    expect([ledger.asked, ledger.edit]).toMatchObject([null, { sha256: 'first' }]);
  });

  it('is never a skip of what was applied meanwhile', () => {
    const skip = { type: 'Settle', ...entry, configVersion: 'v1', collision: false } as const;
    const command = { ...skip, settlement: { outcome: 'skipped', reason: 'OTHER', by: 'ina' } as const, deed: 1 };
    expect(ledgerDecider.decide(command, replay(ledgerDecider, [quarantined, asked(1), applied()]))).toStrictEqual({
      accepted: true,
      events: [],
    });
  });
});
