import { until } from '@flow/platform/running/testing';
import { ipm, manager, startForTest, type BedsInTest } from './testing/beds-in-test';
import { placeOf, tellTo, type Told } from './testing/telling';
import { bedIn, namedOn, wardOn } from './testing/ward-board';

let beds: BedsInTest;
let tell: ReturnType<typeof tellTo>;
beforeEach(async () => {
  beds = await startForTest();
  tell = tellTo(beds.first);
});
afterEach(async () => beds.close());

const ward = (wardId: string, minVersion?: string, who = manager) => wardOn(beds.first, wardId, minVersion, who);
const named = (wardId: string, version: string) => namedOn(beds.first, wardId, version);
const admitted = (patient: string, bed: string, more: object = {}): Promise<Told> =>
  tell('ADMITTED', '08:00', patient, { place: placeOf(bed), ...more });

describe('every instance', () => {
  it('gives the same board at the same version', async () => {
    const told = await admitted('amal', 'A1-01');
    const here = await named('A1', told.version);
    const second = await beds.another();
    await until(async () => (await wardOn(second, 'A1', told.version)).beds[0]?.occupants[0]?.family === 'AMAL');
    expect(await wardOn(second, 'A1', told.version)).toStrictEqual(here);
    expect(here.version).toBe(told.version);
    const later = await tellTo(second)('TRANSFERRED', '08:30', 'amal', { place: placeOf('B2-02') });
    expect(bedIn(await ward('B2', later.version), 'B2-02')).toMatchObject({ label: 'OCCUPIED' });
  });

  it('a version that no event has yet is waited for, then said to be missing', async () => {
    const { version } = await ward('A1');
    expect(await ward('A1', `${version.slice(0, version.indexOf(':'))}:9`)).toMatchObject({ behind: true, version });
  });

  it('shows names of at least the revision that was noted', async () => {
    const told = await admitted('amal', 'A1-01');
    await named('A1', told.version);
    beds.people.known.set('amal', { family: 'NEW', given: 'Name', revision: 5 });
    const DETAILS = `mutation ($input: TellPatientDetailsInput!) { told: tellPatientDetails(input: $input) { __typename ... on StayTold { version } } }`;
    const input = {
      ...{ idempotencyKey: 'd', partner: 'ipm', messageId: 'd', patientId: 'amal', patientRevision: 5 },
      ...{ restricted: false, deceased: false },
    };
    const { data } = await beds.first.ask(ipm, DETAILS, { input });
    const { version } = data?.['told'] as Told;
    expect(bedIn(await named('A1', version), 'A1-01')?.occupants[0]?.family).toBe('NEW');
  });

  it('is complete up to the worst of its parts', async () => {
    expect((await ward('A1')).age).toMatchObject({ reasons: [] });
    Object.assign(beds.link, { connected: false, completeUpTo: '2026-02-03T08:00:00.000Z' });
    await until(async () => (await ward('A1')).age.reasons.includes('LINK_DOWN'));
    expect((await ward('A1')).age.completeUpTo).toBe('2026-02-03T08:00:00.000+00:00');
  });
});
