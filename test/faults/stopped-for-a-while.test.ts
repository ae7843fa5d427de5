import { admissions } from '../product/adt';
import { admitted, openTestHospital } from '../product/hospital';

const STOPPED_MS = 20_000;

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
    await hospital.shows(admitted(8));
    await hospital.saysItsAge();
    const ready = (await (await fetch(`${product.http}/readyz`)).json()) as { ready: boolean };
    expect(ready.ready).toBe(true);
  } finally {
    await hospital.close();
  }
});
