import { admissions } from '../product/adt';
import { afterwards } from '../product/afterwards';
import { historiesOn } from '../product/histories';
import { admitted, openTestHospital, type TestHospital } from '../product/hospital';

/** The first generation is shown; a rebuild fills the second, turns the pointer, and drops the first. */
const MOMENTS = [
  'document:before:beds-2-:5',
  'document:before:read-models:1',
  'document:after:read-models:1',
  'document:before:beds-1-:2',
];

describe('killed while it rebuilds', () => {
  let admittedTen: TestHospital;
  let hospital: TestHospital;
  let histories: readonly unknown[];

  const historiesOf = async (of: TestHospital): Promise<readonly unknown[]> => historiesOn(await of.as('bea'), 10);
  async function rebuild(service: string): Promise<string> {
    const { token } = await hospital.as('ada');
    const response = await fetch(`${hospital.product().http}/operations/rebuild/${service}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(30_000),
    });
    return response.text();
  }
  async function isAsBefore(): Promise<void> {
    await hospital.shows(admitted(10));
    expect(await historiesOf(hospital)).toStrictEqual(histories);
  }

  beforeAll(async () => {
    admittedTen = await openTestHospital();
    await admittedTen.start();
    await admittedTen.feed(admissions(10));
    await admittedTen.settled();
    await admittedTen.shows(admitted(10));
    histories = await historiesOf(admittedTen);
    await admittedTen.product().stop();
  });
  afterAll(async () => admittedTen.close());
  beforeEach(async () => {
    hospital = await openTestHospital(admittedTen.folder);
  });
  afterEach(async () => hospital.close());

  it.each(MOMENTS)('at %s, it tells the same after the next start, and rebuilds when asked again', async (crashAt) => {
    await hospital.start({ crashAt });
    await rebuild('beds').catch(() => 'cut');
    await hospital.died();
    await hospital.start();
    await isAsBefore();
    const answers = await Promise.all(['beds', 'patients', 'ipm'].map(rebuild));
    for (const answer of answers) expect(answer).toMatch(/\{"events":\d+\}\n$/);
    await isAsBefore();
    await afterwards(hospital, { told: admissions(10), occupancy: admitted(10) });
  });
});
