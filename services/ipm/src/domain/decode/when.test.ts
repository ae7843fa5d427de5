import { instant } from '@flow/platform/time/instant';
import { decodeTold, hl7, msh, testPartner } from './testing';

const PID = 'PID|1||N1^^^RXX';
const received = (text: string) => ({ receivedAt: instant(text) });
const A01 = (evn: string, pv1 = 'PV1|1|I|A1', header = {}) => hl7(msh('ADT^A01', header), evn, PID, pv1);
const told = (text: string, context = {}) => {
  const { occurredAt, order, warnings } = decodeTold(text, context);
  return [occurredAt, order.split('|')[1], ...warnings];
};

describe('when it happened', () => {
  it.each([
    ['EVN-6 before all', A01('EVN||20260105105600||||20260105101500'), '10:15', '10:56'],
    ['EVN-2 without it', A01('EVN||20260105105600'), '10:56', '10:56'],
    ['PV1-44 of an admission', A01('EVN|A01', `PV1|1|I|A1${'|'.repeat(41)}20260105093000`), '09:30', '10:57'],
    ['MSH-7 at last', A01('EVN|A01'), '10:57', '10:57'],
  ])('%s', (_, text, occurred, recorded) => {
    const [at, recordedAt] = told(text);
    expect([at?.slice(11, 16), recordedAt?.slice(11, 16)]).toStrictEqual([occurred, recorded]);
  });

  it('takes PV1-45 for a discharge', () => {
    const text = hl7(msh('ADT^A03'), PID, `PV1|1|I|A1${'|'.repeat(42)}20260105083000`);
    expect(told(text)[0]).toBe('2026-01-05T08:30:00.000Z');
  });

  it('is London time in summer too, unless an offset is written', () => {
    const at = received('2026-07-01T12:00:00.000Z');
    expect(told(A01('EVN||20260701105600'), at)[0]).toBe('2026-07-01T09:56:00.000Z');
    expect(told(A01('EVN||20260701105600+0000'), at)[0]).toBe('2026-07-01T10:56:00.000Z');
    const partner = testPartner({ ignoreOffsets: true });
    expect(told(A01('EVN||20260701105600+0000'), { ...at, partner })[0]).toBe('2026-07-01T09:56:00.000Z');
  });

  it.each(['2025', '202601'])('takes no first day for %s, which tells none', (evn6) => {
    const evn = `EVN||20260105105600||||${evn6}`;
    expect(told(A01(evn))).toStrictEqual(['2026-01-05T10:56:00.000Z', '2026-01-05T10:56:00.000Z', 'TIME_NOT_READ']);
  });

  it('passes over a time that has not come, and a date that does not exist', () => {
    expect(told(A01('EVN||20260105105600||||20290801070624'))).toStrictEqual([
      '2026-01-05T10:56:00.000Z',
      '2026-01-05T10:56:00.000Z',
      'TIME_IN_FUTURE',
    ]);
    expect(told(A01('EVN||20260105105600||||000000000000'))).toStrictEqual([
      '2026-01-05T10:56:00.000Z',
      '2026-01-05T10:56:00.000Z',
      'TIME_IMPOSSIBLE',
    ]);
  });

  it('stands the time of receipt in where nothing tells one', () => {
    expect(told(A01('EVN|A01', 'PV1|1|I|A1', { sentAt: '' }))).toStrictEqual([
      '2026-01-05T11:00:00.000Z',
      '2026-01-05T11:00:00.000Z',
      'TIME_NOT_TOLD',
    ]);
  });

  it('corrects the clock of a partner from the day it is known to be wrong', () => {
    const partner = testPartner({
      clockCorrections: [
        { from: '2026-01-05T10:00:00.000Z', ms: -120_000 },
        { from: '2026-01-06T00:00:00.000Z', ms: 0 },
      ],
    });
    const text = A01('EVN||20260105105600');
    expect(told(text, { partner })[0]).toBe('2026-01-05T10:54:00.000Z');
    expect(told(text, { partner, ...received('2026-01-06T11:00:00.000Z') })[0]).toBe('2026-01-05T10:56:00.000Z');
  });
});

/** On 25 October 2026 London has the hour from 1 to 2 twice: until 01:00Z in summer time, then again. */
describe('the night when the clocks go back', () => {
  const night = received('2026-10-25T06:00:00.000Z');
  const event = (happened: string, sent: string, sequence = '7') =>
    A01(`EVN||${sent}||||${happened}`, 'PV1|1|I|A1', { sentAt: sent, sequence });

  it('takes the first when it was sent before the second', () => {
    const [at, , ...warnings] = told(event('20261025013000', '20261025003500+0000'), night);
    expect([at, ...warnings]).toStrictEqual(['2026-10-25T00:30:00.000Z']);
  });

  it('takes the second when it was sent soon after that', () => {
    const [at, , ...warnings] = told(event('20261025013000', '20261025020500'), night);
    expect([at, ...warnings]).toStrictEqual(['2026-10-25T01:30:00.000Z']);
  });

  it('takes the first when the clock had gone back since', () => {
    const [at, , ...warnings] = told(event('20261025015000', '20261025011000'), night);
    expect([at, ...warnings]).toStrictEqual(['2026-10-25T00:50:00.000Z']);
  });

  it('takes the second when the message before it was sent after the first', () => {
    const before = { sequence: 6, sentAt: instant('2026-10-25T00:55:00.000Z') };
    const [at, , ...warnings] = told(event('20261025013000', '20261025013500'), { ...night, before });
    expect([at, ...warnings]).toStrictEqual(['2026-10-25T01:30:00.000Z']);
  });

  it('takes the first, and says so, when nothing tells', () => {
    const [at, , ...warnings] = told(event('20261025013000', '20261025013500'), night);
    expect([at, ...warnings]).toStrictEqual(['2026-10-25T00:30:00.000Z', 'TIME_AMBIGUOUS']);
  });

  it('reads the hour that spring does not have by the clock that was not put forward', () => {
    const [at, , ...warnings] = told(A01('EVN||20260329013000'), received('2026-03-29T06:00:00.000Z'));
    expect([at, ...warnings]).toStrictEqual(['2026-03-29T01:30:00.000Z', 'TIME_SKIPPED']);
  });
});

describe('canonical order', () => {
  const orderOf = (event: string, header = {}) =>
    decodeTold(hl7(msh(`ADT^${event}`, header), 'EVN||20260105105600', PID, 'PV1|1|I|A1')).order;

  it('puts a cancel after what it cancels, at the same moment', () => {
    for (const [event, cancel] of [
      ['A01', 'A11'],
      ['A02', 'A12'],
      ['A03', 'A13'],
      ['A21', 'A52'],
      ['A22', 'A53'],
      ['A16', 'A25'],
    ] as const) {
      expect(orderOf(event) < orderOf(cancel)).toBe(true);
    }
  });

  it('goes by MSH-13 as a number before it goes by the event', () => {
    expect(orderOf('A03', { sequence: '9' }) < orderOf('A01', { sequence: '10' })).toBe(true);
  });
});
