import { admissions } from '../product/adt';
import { certain } from '../product/certain';
import { admitted, openTestHospital } from '../product/hospital';

const AGE = '{ hospitalBoard { age { at completeUpTo lastHeardAt reasons } } }';
const STOPPED_MS = 20_000;

interface Age {
  readonly hospitalBoard: { readonly age: { at: string; completeUpTo: string | null; lastHeardAt: string | null } };
}

it('stopped for 20 s, it goes on where it was, and says how old its board is', async () => {
  const hospital = await openTestHospital();
  try {
    const product = await hospital.start();
    await hospital.feed(admissions(4));
    await hospital.settled();
    product.signal('SIGSTOP');
    const from = performance.now();
    const feeding = hospital.feed(admissions(8).slice(4));
    await new Promise((resolve) => setTimeout(resolve, STOPPED_MS));
    product.signal('SIGCONT');
    expect(await feeding).toBe(4);
    expect(performance.now() - from).toBeGreaterThan(STOPPED_MS - 1000);
    await hospital.settled();
    expect(await hospital.occupancy()).toStrictEqual(admitted(8));
    const bea = await hospital.as('bea');
    await certain('the board knows of what it heard last', 20_000, async () => {
      const { age } = (await bea.ask<Age>(AGE)).hospitalBoard;
      const heard = Date.parse(age.lastHeardAt ?? '');
      return heard <= Date.parse(age.at) && Date.parse(age.completeUpTo ?? '') >= heard ? true : undefined;
    });
    const ready = (await (await fetch(`${product.http}/readyz`)).json()) as { ready: boolean };
    expect(ready.ready).toBe(true);
  } finally {
    await hospital.close();
  }
});
