import { messageSettledV1, messageSettledV1Example } from './message-settled.v1';

describe('uk.nhs.patientflow.ipm.message-settled.v1', () => {
  const example = messageSettledV1Example;

  it('accepts its own example', () =>
    expect(messageSettledV1.parse(JSON.parse(JSON.stringify(example)))).toStrictEqual(example));

  it.each<[fault: string, broken: object]>([
    ['another major version', { type: 'uk.nhs.patientflow.ipm.message-settled.v2' }],
    ['a local time', { time: '2026-01-14T08:00:00.000+01:00' }],
    ['a patient name', { data: { ...example.data, family: 'Khan' } }],
    ['a reason that is no code', { data: { ...example.data, reason: 'Khan, born 1980' } }],
  ])('refuses %s', (_fault, broken) =>
    expect(messageSettledV1.safeParse({ ...example, ...broken }).success).toBe(false),
  );
});
