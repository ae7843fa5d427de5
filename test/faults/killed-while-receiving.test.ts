import { admissions } from '../product/adt';
import { admitted, openTestHospital, type TestHospital } from '../product/hospital';

/** Every moment of a message's way at which the machine can go. */
const MOMENTS = [
  'ack:before:3',
  'ack:after:3',
  'append:before:inbox-:3',
  'append:after:inbox-:3',
  'append:before:ledger-:3',
  'append:after:ledger-:3',
  'append:after:identifier-:3',
  'append:before:patient-:3',
  'append:after:patient-:3',
  'append:before:stay-:3',
  'append:after:stay-:3',
  'append:after:occupancy-:6',
];

describe('killed while it receives', () => {
  let hospital: TestHospital;
  beforeEach(async () => {
    hospital = await openTestHospital();
  });
  afterEach(async () => hospital.close());

  it.each(MOMENTS)('at %s loses nothing, does nothing twice, and serves the next message', async (crashAt) => {
    const messages = admissions(8);
    await hospital.start({ crashAt });
    const acknowledged = await hospital.feed(messages);
    expect(await hospital.product().ended()).toBe('SIGKILL');
    await hospital.start();
    expect(await hospital.feed(messages.slice(acknowledged))).toBe(messages.length - acknowledged);
    await hospital.settled();
    expect(await hospital.occupancy()).toStrictEqual(admitted(8));
    expect(await hospital.feed(admissions(1, 'W2'))).toBe(1);
    await hospital.settled();
    expect(await hospital.occupancy()).toStrictEqual({ ...admitted(8), ...admitted(1, 'W2') });
    expect(await hospital.product().stop()).toBe(0);
  });
});
