import { adt } from '../product/adt';
import { startEngines, type RunningEngines } from '../product/engines-running';
import { startHere, type ProductHere } from '../product/product-here';
import { watchWard, type WatchedWard } from '../product/watched-ward';
import { join } from 'node:path';

const COUNTS = '{ hospitalBoard { totals { beds occupied } } }';

describe('the product on engines that others built', () => {
  let engines: RunningEngines;
  let here: ProductHere;
  let board: WatchedWard;

  beforeAll(async () => {
    engines = await startEngines();
    here = await startHere(join(engines.folder, 'product'), engines.env());
    const { token } = await here.as('bea');
    board = await watchWard(here.http, token, 'W1');
  }, 180_000);
  afterAll(async () => {
    await board.close();
    await here.stop();
    await engines.stop();
  });

  it('shows a message on a board, and goes on where it was after a restart', async () => {
    await board.until({});
    expect(
      await here.tell(
        adt('A01', { controlId: 'E1', patient: 1, at: ['W1', '01'], when: '20260102090000' }),
        adt('A01', { controlId: 'E2', patient: 2, at: ['W1', '02'], when: '20260102090500' }),
      ),
    ).toStrictEqual(['CA', 'CA']);
    await board.until({ 'W1-01': 'Testperson1', 'W1-02': 'Testperson2' });
    await here.settled();
    await board.close();
    await here.stop();
    here = await startHere(join(engines.folder, 'product'), engines.env());
    const bea = await here.as('bea');
    expect(await bea.ask(COUNTS)).toStrictEqual({ hospitalBoard: { totals: { beds: 20, occupied: 2 } } });
    board = await watchWard(here.http, bea.token, 'W1');
    await board.until({ 'W1-01': 'Testperson1', 'W1-02': 'Testperson2' });
  });
});
