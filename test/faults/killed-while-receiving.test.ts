import { admissions } from '../product/adt';
import { afterwards } from '../product/afterwards';
import { admitted, openTestHospital, type TestHospital } from '../product/hospital';

/** Of a message's way, and one in the midst of the first set-up of beds; killed-anywhere has the others. */
const MOMENTS = [
  'ack:before:3',
  'ack:after:3',
  'append:after:inbox-:3',
  'append:before:stay-:3',
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
    const acknowledged = await hospital.startToDie({ crashAt }, messages);
    await hospital.start();
    expect(await hospital.feed(messages.slice(acknowledged))).toBe(messages.length - acknowledged);
    await afterwards(hospital, { told: messages, occupancy: admitted(8) });
  });
});
