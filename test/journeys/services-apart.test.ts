import { adt } from '../product/adt';
import { certain } from '../product/certain';
import { startApart, type ProductApart } from '../product/product-apart';
import { newFolder, removeFolder } from '../product/product-here';
import { watchWard, type WatchedWard } from '../product/watched-ward';

const PATIENT = `{ patient(by: { hospitalNumber: { authority: "RXX", value: "P1" } }) { name { family } } }`;
const BOARD = '{ hospitalBoard { totals { beds occupied } } }';
const LIMIT_MS = 30_000;

const admission = (patient: number) =>
  adt('A01', { controlId: `S${patient}`, patient, at: ['W1', `0${patient}`], when: '20260102090000' });

describe('services at addresses of their own', () => {
  let folder: string;
  let apart: ProductApart;
  const screens: WatchedWard[] = [];

  beforeAll(async () => {
    folder = await newFolder();
    apart = await startApart(folder);
  });
  afterAll(async () => {
    for (const screen of screens) await screen.close();
    await apart.stop();
    await removeFolder(folder);
  });

  async function watched(): Promise<WatchedWard> {
    const gateway = apart.of('gateway');
    const { token } = await gateway.as('bea');
    const screen = await watchWard(gateway.http, token, 'W1');
    screens.push(screen);
    return screen;
  }

  it('come up in any order, and show a message on a board through all of them', async () => {
    const board = await watched();
    expect(await apart.of('ipm').tell(admission(1))).toStrictEqual(['CA']);
    await board.until({ 'W1-01': 'Testperson1' });
    const bea = await apart.of('gateway').as('bea');
    expect(await bea.ask(PATIENT)).toStrictEqual({ patient: { name: { family: 'Testperson1' } } });
  });

  it('say that they run and whether they are ready, and answer nobody else', async () => {
    const { services = '' } = apart.of('beds').product.listening;
    const ready = await fetch(`${services}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { ready: true, parts: { beds: { ready: true } } }]);
    const body = JSON.stringify({ query: BOARD });
    const asked = await fetch(`${services}/beds/graphql`, { method: 'POST', body });
    expect(asked.status).toBe(401);
    expect((await fetch(`${services}/graphql`, { method: 'POST', body })).status).toBe(404);
  });

  it('go on when one is away, and show what came meanwhile when it is back', async () => {
    await apart.stopOne('beds');
    const bea = await apart.of('gateway').as('bea');
    await expect(bea.ask(BOARD)).rejects.toThrow('DOWNSTREAM_UNAVAILABLE');
    expect(await bea.ask(PATIENT)).toStrictEqual({ patient: { name: { family: 'Testperson1' } } });
    expect(await apart.of('ipm').tell(admission(2))).toStrictEqual(['CA']);
    await apart.start('beds');
    const shown = await certain('the boards are back', LIMIT_MS, async () =>
      bea.ask<{ readonly hospitalBoard: object }>(BOARD).catch(() => undefined),
    );
    expect(shown).toMatchObject({ hospitalBoard: { totals: { beds: 20 } } });
    await (await watched()).until({ 'W1-01': 'Testperson1', 'W1-02': 'Testperson2' });
  });
});
