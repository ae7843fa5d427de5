import { admissions } from '../product/adt';
import { afterwards } from '../product/afterwards';
import { certain } from '../product/certain';
import { admitted, openTestHospital, type TestHospital } from '../product/hospital';

const STAYS = `query Stays($ward: ID!) { wardBoard(wardId: $ward) { beds { id occupants { stayId } } } }`;
const MOVE = `mutation Move($input: MovePatientInput!) {
  movePatient(input: $input) { __typename ... on BedsActionDone { changed } ... on DomainError { code } }
}`;
const SWAP = `mutation Swap($input: SwapPatientsInput!) {
  swapPatients(input: $input) { __typename ... on BedsActionDone { changed } ... on DomainError { code } }
}`;
const HISTORY = `query History($id: ID!) { stay(id: $id) { history { from what } } }`;

interface Stays {
  readonly wardBoard: { readonly beds: readonly { id: string; occupants: readonly { stayId: string }[] }[] };
}
interface History {
  readonly stay: { readonly history: readonly { from: string; what: string }[] };
}

/** A start of a hospital that is set up appends nothing to these: what is asked comes first. */
const MOMENTS = [
  'append:before:occupancy-:1',
  'append:after:occupancy-:1',
  'append:before:stay-:1',
  'append:after:stay-:1',
];

describe('killed in the middle of', () => {
  let admittedThree: TestHospital;
  let hospital: TestHospital;
  beforeAll(async () => {
    admittedThree = await openTestHospital();
    await admittedThree.start();
    await admittedThree.feed(admissions(3));
    await admittedThree.settled();
    await admittedThree.shows(admitted(3));
    await admittedThree.product().stop();
  });
  afterAll(async () => admittedThree.close());
  beforeEach(async () => {
    hospital = await openTestHospital(admittedThree.folder);
  });
  afterEach(async () => hospital.close());

  async function stayIn(bed: string): Promise<string> {
    const bea = await hospital.as('bea');
    const { wardBoard } = await bea.ask<Stays>(STAYS, { ward: 'W1' });
    return wardBoard.beds.find(({ id }) => id === bed)?.occupants[0]?.stayId ?? '';
  }
  /** What people on wards did to a stay, once its history has followed. */
  async function deedsOf(id: string): Promise<readonly string[]> {
    const bea = await hospital.as('bea');
    return certain('the stay knows what was done to it', 10_000, async () => {
      const { stay } = await bea.ask<History>(HISTORY, { id });
      const deeds = stay.history.filter(({ from }) => from === 'ward').map(({ what }) => what);
      return deeds.length > 0 ? deeds : undefined;
    });
  }
  /** Asks, is cut off by the crash, and asks again with the same key when the product is back. */
  async function askTwice(mutation: string, input: object): Promise<void> {
    const bea = await hospital.as('bea');
    await expect(bea.ask(mutation, { input })).rejects.toThrow();
    await hospital.died();
    await hospital.start();
    const again = await (await hospital.as('bea')).ask<Record<string, { __typename: string }>>(mutation, { input });
    expect(Object.values(again)[0]).toMatchObject({ __typename: 'BedsActionDone' });
  }

  it.each(MOMENTS)('a move, at %s: it is done once, and known to the stay once', async (crashAt) => {
    await hospital.start({ crashAt });
    const stayId = await stayIn('W1-01');
    await askTwice(MOVE, { idempotencyKey: 'move-1', stayId, to: { bedId: 'W1-09' } });
    const { 'W1-01': mover = '', ...others } = admitted(3);
    const occupancy = { ...others, 'W1-09': mover };
    await hospital.shows(occupancy);
    expect(await deedsOf(stayId)).toHaveLength(1);
    await afterwards(hospital, { told: admissions(3), occupancy });
  });

  it.each(MOMENTS)('a swap, at %s: both have changed places, once', async (crashAt) => {
    await hospital.start({ crashAt });
    const [stayId, otherStayId] = [await stayIn('W1-01'), await stayIn('W1-02')];
    await askTwice(SWAP, { idempotencyKey: 'swap-1', stayId, otherStayId });
    const { 'W1-01': first = '', 'W1-02': second = '', ...others } = admitted(3);
    const occupancy = { 'W1-01': second, 'W1-02': first, ...others };
    await hospital.shows(occupancy);
    expect([await deedsOf(stayId), await deedsOf(otherStayId)].map(({ length }) => length)).toStrictEqual([1, 1]);
    await afterwards(hospital, { told: admissions(3), occupancy });
  });
});
