import { adt, swap } from '../product/adt';
import { certain } from '../product/certain';
import { newFolder, removeFolder, startHere, type ProductHere } from '../product/product-here';

const UNCERTAIN = '{ wardBoard(wardId: "W1") { beds { id occupants { uncertainSince } } } }';

interface Answer {
  readonly wardBoard: {
    readonly beds: readonly { id: string; occupants: readonly { uncertainSince: string | null }[] }[];
  };
}

let folder: string;
let here: ProductHere;
beforeAll(async () => {
  folder = await newFolder();
  here = await startHere(folder, { BOARD_HEARTBEAT_MS: '200' });
});
afterAll(async () => {
  await here.stop();
  await removeFolder(folder);
});

/** Waits until just these beds are marked. */
async function marked(...ids: readonly string[]): Promise<void> {
  const bea = await here.as('bea');
  await certain(`the beds that are marked are: ${ids.join(', ')}`, 20_000, async () => {
    const { wardBoard } = await bea.ask<Answer>(UNCERTAIN);
    const found = wardBoard.beds.filter(({ occupants }) => occupants.some((one) => one.uncertainSince !== null));
    return found.map(({ id }) => id).join() === ids.join() ? true : undefined;
  });
}

it('marks the bed of a patient who is to be swapped with somebody unknown, until both are known', async () => {
  const [first, second] = [
    { controlId: 'C2', patient: 1, at: ['W1', '02'], when: '20260102101000' },
    { controlId: 'C2', patient: 2, at: ['W1', '01'], when: '20260102101000' },
  ] as const;
  await here.tell(adt('A01', { controlId: 'C1', patient: 1, at: ['W1', '01'], when: '20260102090000' }));
  await marked();
  await here.tell(swap(first, second));
  await marked('W1-01');
  await here.tell(adt('A01', { controlId: 'C3', patient: 2, at: ['W1', '02'], when: '20260102093000' }));
  await marked();
});
