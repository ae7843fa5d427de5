import { replay } from '@flow/platform/decider/decider';
import { instant } from '@flow/platform/time/instant';
import { ERASURE_PARTS, erasureDecider, nextPart, type ErasureCommand, type ErasureEvent } from './erasure';
import { amal, bryn } from './testing';

const at = instant('2026-01-14T08:01:00.000Z');
const order = {
  patientId: amal,
  patientIds: [amal, bryn],
  claims: ['hmac'],
  reason: 'TEST_DATA',
  by: 'iggy',
  at,
} as const;
const ordered: ErasureEvent = { type: 'ErasureOrdered', ...order };
const done = (part: (typeof ERASURE_PARTS)[number]): ErasureEvent => ({ type: 'ErasurePartDone', part, at });

const decided = (history: readonly ErasureEvent[], command: ErasureCommand) =>
  erasureDecider.decide(command, replay(erasureDecider, history));

describe('an erasure', () => {
  it('is ordered once', () => {
    const command = { type: 'OrderErasure', ...order } as const;
    expect(decided([], command)).toStrictEqual({ accepted: true, events: [ordered] });
    expect(decided([ordered], { ...command, reason: 'COURT_ORDER' })).toStrictEqual({ accepted: true, events: [] });
  });

  it('is done part by part, each once and in order', () => {
    const history: ErasureEvent[] = [ordered];
    for (const part of ERASURE_PARTS) {
      const state = replay(erasureDecider, history);
      expect(state && nextPart(state)).toBe(part);
      for (const other of ERASURE_PARTS.filter((one) => one !== part)) {
        expect(decided(history, { type: 'ReportErasurePart', part: other, at })).toMatchObject({ events: [] });
      }
      expect(decided(history, { type: 'ReportErasurePart', part, at })).toMatchObject({ events: [done(part)] });
      history.push(done(part));
    }
    const end = replay(erasureDecider, history);
    expect(end && nextPart(end)).toBeUndefined();
  });

  it('says what was counted, and what an engine has yet to do', () => {
    const engines: ErasureEvent = { type: 'ErasurePartDone', part: 'engines', pending: true, at };
    const records: ErasureEvent = { type: 'ErasurePartDone', part: 'records', removed: 2, patientIds: [amal], at };
    expect(replay(erasureDecider, [ordered, records, engines])).toStrictEqual({
      ...order,
      done: [
        { part: 'records', removed: 2, patientIds: [amal], at },
        { part: 'engines', pending: true, at },
      ],
    });
  });

  it('that nobody ordered has no parts', () =>
    expect(decided([], { type: 'ReportErasurePart', part: 'boards', at })).toStrictEqual({
      accepted: false,
      rejection: 'NOT_ORDERED',
    }));
});
