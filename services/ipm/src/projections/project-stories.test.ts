import type { Position, RecordedEvent } from '@flow/platform/event-store/event-store';
import { instant } from '@flow/platform/time/instant';
import { receivedText } from '../application/testing';
import { msh } from '../domain/decode/testing';
import type { InboxEvent } from '../domain/inbox/inbox-event';
import type { LedgerEvent } from '../domain/ledger/ledger';
import type { Settlement } from '../domain/ledger/settlement';
import { projectStories, type StoryStore } from './project-stories';

const ENTRY = receivedText(`${msh('ADT^A01')}\rPID|1||N1`, 'm1');
const entry = {
  messageId: 'm1',
  partner: 'ipm',
  source: { stream: 'inbox-ipm-2026-01-05', revision: 0 },
  receivedAt: ENTRY.receivedAt,
  configVersion: 'v1',
};

const decoded = (decoding: number): LedgerEvent => ({
  ...entry,
  type: 'MessageDecoded',
  decoding,
  event: 'A01',
  steps: [],
  lanes: ['lane1'],
  order: 'order',
  occurredAt: instant('2026-01-05T10:55:00.000Z'),
  unmapped: [{ id: 'place', codes: 'Q9^^^', text: 'Q9' }],
  warnings: ['PLACE_UNMAPPED'],
  clockCorrectionMs: 0,
});

const settled = (settlement: Settlement, decoding = 1): LedgerEvent => ({
  ...entry,
  type: 'MessageSettled',
  decoding,
  settlement,
  collision: false,
});

const APPLIED: Settlement = {
  outcome: 'applied',
  effects: [{ index: 0, owner: 'patients', patientIds: ['p1'], tasks: [], changed: true }],
};

/** Events as the store gives them, one after another. */
const log = (...told: readonly (InboxEvent | LedgerEvent)[]): RecordedEvent[] =>
  told.map((event, index) => ({
    id: String(index),
    type: event.type,
    stream: 'connection' in event ? 'inbox-ipm-2026-01-05' : 'ledger-m1',
    revision: 0,
    position: String(index).padStart(4, '0') as Position,
    data: event as never,
    metadata: { recordedAt: instant(`2026-01-05T11:00:0${index}.000Z`) } as never,
  }));

const codecs = {
  inboxEvent: ({ data }: RecordedEvent) => data as never,
  ledgerEvent: ({ data }: RecordedEvent) => data as never,
  erasureEvent: ({ data }: RecordedEvent) => data as never,
};

type Known = Parameters<StoryStore['save']>[0];

function memoryStories() {
  const held = new Map<string, Known>();
  const erased = new Set<string>();
  const store: StoryStore = {
    findStanding: (messageId) => Promise.resolve(erased.has(messageId) ? 'erased' : held.get(messageId)),
    save(known) {
      const before = held.get(known.story.messageId);
      if (before === undefined || before.position < known.position) held.set(known.story.messageId, known);
      return Promise.resolve();
    },
    erase(messageIds) {
      messageIds.forEach((id) => erased.add(id));
      return store.remove(messageIds);
    },
    remove(messageIds) {
      messageIds.forEach((id) => held.delete(id));
      return Promise.resolve();
    },
  };
  return { held, store };
}

const EVENTS = log(
  ENTRY,
  settled({ outcome: 'quarantined', reason: 'PATIENT_UNKNOWN', lanes: ['lane1'] }),
  decoded(1),
  settled(APPLIED),
);

describe('the story of a message', () => {
  it('tells what it is, what became of it and when', async () => {
    const { held, store } = memoryStories();
    await projectStories(store, codecs, EVENTS);
    expect(held.get('m1')?.story).toStrictEqual({
      messageId: 'm1',
      partner: 'ipm',
      kind: 'message',
      receivedAt: ENTRY.receivedAt,
      source: { stream: 'inbox-ipm-2026-01-05', revision: 0 },
      sender: 'iPM',
      controlId: 'M1',
      messageType: 'ADT^A01',
      status: 'applied',
      reason: null,
      mayHeal: false,
      collision: false,
      decoding: 1,
      configVersion: 'v1',
      occurredAt: '2026-01-05T10:55:00.000Z',
      warnings: ['PLACE_UNMAPPED'],
      unmapped: [{ id: 'place', codes: 'Q9^^^', text: 'Q9' }],
      lanes: ['lane1'],
      patientIds: ['p1'],
      effects: APPLIED.effects,
      history: [
        { what: 'received', at: ENTRY.receivedAt },
        {
          what: 'settled',
          at: '2026-01-05T11:00:01.000Z',
          decoding: 1,
          configVersion: 'v1',
          outcome: 'quarantined',
          reason: 'PATIENT_UNKNOWN',
        },
        { what: 'decoded', at: '2026-01-05T11:00:02.000Z', decoding: 1, configVersion: 'v1' },
        {
          what: 'settled',
          at: '2026-01-05T11:00:03.000Z',
          decoding: 1,
          configVersion: 'v1',
          outcome: 'applied',
          reason: null,
        },
      ],
    });
  });

  it('is the same in any batches, and however often they come', async () => {
    const whole = memoryStories();
    await projectStories(whole.store, codecs, EVENTS);
    const parts = memoryStories();
    for (const from of [0, 1, 0, 2, 1, 3]) await projectStories(parts.store, codecs, EVENTS.slice(from, from + 2));
    await projectStories(parts.store, codecs, EVENTS);
    expect(parts.held).toStrictEqual(whole.held);
  });

  it('says whether what is in quarantine may heal', async () => {
    const { held, store } = memoryStories();
    await projectStories(store, codecs, EVENTS.slice(0, 2));
    expect(held.get('m1')?.story).toMatchObject({ status: 'quarantined', mayHeal: true, reason: 'PATIENT_UNKNOWN' });
  });

  it('is the same though its receipt was written anew behind all else', async () => {
    const [receipt] = EVENTS;
    const copy = { ...receipt!, revision: 7, position: '9' as Position };
    const [live, rebuilt] = [memoryStories(), memoryStories()];
    await projectStories(live.store, codecs, [...EVENTS, copy]);
    await projectStories(rebuilt.store, codecs, EVENTS.slice(1));
    expect(rebuilt.held.get('m1')).toMatchObject({ received: false });
    await projectStories(rebuilt.store, codecs, [copy]);
    expect(live.held.get('m1')?.story.source).toStrictEqual({ stream: 'inbox-ipm-2026-01-05', revision: 7 });
    expect(rebuilt.held).toStrictEqual(live.held);
  });

  it('goes when the message is erased', async () => {
    const erased = { type: 'MessagesErased', erasureId: 'e1', messageIds: ['m1', 'm2'], at: ENTRY.receivedAt };
    const event = { ...EVENTS[0]!, stream: 'inboxErasure-e1', position: '9' as Position, data: erased as never };
    for (const batches of [[[...EVENTS, event]], [EVENTS, [event]], [EVENTS, [event], EVENTS]]) {
      const { held, store } = memoryStories();
      for (const batch of batches) await projectStories(store, codecs, batch);
      expect(held.size).toBe(0);
    }
  });

  it('goes with its day, and leaves nothing behind', async () => {
    const expired = { type: 'MessagesErased', erasureId: 'expiry-ipm-2026-01-05', messageIds: ['m1'] };
    const event = { ...EVENTS[0]!, stream: 'inboxErasure-e1', position: '9' as Position, data: expired as never };
    const { held, store } = memoryStories();
    await projectStories(store, codecs, [...EVENTS, event]);
    expect([held.size, await store.findStanding('m1')]).toStrictEqual([0, undefined]);
  });
});
