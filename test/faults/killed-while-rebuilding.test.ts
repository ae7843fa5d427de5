import { admissions } from '../product/adt';
import { admitted, openTestHospital } from '../product/hospital';

it('killed while it rebuilds, it goes on with the model that it had, and rebuilds when asked again', async () => {
  const hospital = await openTestHospital();
  try {
    await hospital.start();
    await hospital.feed(admissions(10));
    await hospital.settled();
    const { http } = hospital.product();
    const rebuild = async (service: string, at = hospital.product().http): Promise<string> => {
      const { token } = await hospital.as('ada');
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${at}/operations/rebuild/${service}`, { method: 'POST', headers })).text();
    };
    const cut = rebuild('beds', http).catch(() => 'cut');
    hospital.product().signal('SIGKILL');
    await cut;
    await hospital.product().ended();
    await hospital.start();
    expect(await hospital.occupancy()).toStrictEqual(admitted(10));
    for (const service of ['beds', 'patients', 'ipm']) expect(await rebuild(service)).toMatch(/\{"events":\d+\}\n$/);
    expect(await hospital.occupancy()).toStrictEqual(admitted(10));
  } finally {
    await hospital.close();
  }
});
