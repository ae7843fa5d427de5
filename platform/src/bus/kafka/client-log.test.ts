import { logLevel } from 'kafkajs';
import { recordingLog } from '../../telemetry/testing';
import { instant } from '../../time/instant';
import { clientLog } from './client-log';

function reporting() {
  const { log, lines, text } = recordingLog();
  let nowMs = 0;
  const write = clientLog(log, { now: () => instant('2026-01-05T09:00:00.000Z'), monotonicMs: () => nowMs })(
    logLevel.WARN,
  );
  return {
    lines,
    text,
    report: (message: string, afterMs = 0): void => {
      nowMs += afterMs;
      const log = { timestamp: '', message };
      write({ namespace: 'Connection', level: logLevel.ERROR, label: 'ERROR', log });
    },
  };
}

describe('what the client of Kafka reports', () => {
  it('is not written while it passes by itself', () => {
    const { lines, report } = reporting();
    report('Response GroupCoordinator: The group coordinator is not available');
    report('The group is rebalancing, so a rejoin is needed', 1000);
    report('Connection error: connect ECONNREFUSED 127.0.0.1:9092', 1000);
    report('Connection error: connect ECONNREFUSED 127.0.0.1:9092', 60_000);
    expect(lines).toEqual([]);
  });

  it('is written once a minute when it lasts', () => {
    const { lines, report } = reporting();
    for (let second = 0; second < 90; second += 1) report('Failed to connect to seed broker', 1000);
    expect(lines.map(({ code, part, count }) => ({ code, part, count }))).toEqual([
      { code: 'connection', part: 'kafka/Connection', count: 16 },
      { code: 'connection', part: 'kafka/Connection', count: 76 },
    ]);
  });

  it('is written at once when it does not pass by itself, without its words', () => {
    const { lines, text, report } = reporting();
    report('SASL PLAIN authentication failed for user jsmith');
    report('Crash: Something about {"key":"k"}');
    expect(lines.map(({ code }) => code)).toEqual(['authentication', 'other']);
    expect(text()).not.toMatch(/jsmith|"k"/);
  });

  it('says nothing of the limit on attempts, which is meant', () => {
    const { lines, report } = reporting();
    report('Limiting retries for the idempotent producer may invalidate EoS guarantees');
    expect(lines).toEqual([]);
  });
});
