import { openTestHospital, admitted, type TestHospital } from '../product/hospital';
import { admissions } from '../product/adt';
import { createServer, type Server } from 'node:net';

describe('starting, as a process', () => {
  let hospital: TestHospital;
  beforeEach(async () => {
    hospital = await openTestHospital();
  });
  afterEach(() => hospital.close());

  /** What is printed by a start that ends with 1. */
  async function refusal(env: Readonly<Record<string, string>> = {}) {
    const said = await hospital.start({ env }).then(
      () => '',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    const [ended, line = '', ...more] = said.trim().split('\n');
    expect(ended).toBe('The product ended with 1:');
    return { line, more };
  }

  it('goes on with the same hospital after a stop, and says where it is', async () => {
    const first = await hospital.start();
    await hospital.feed(admissions(3));
    await hospital.settled();
    expect(first.output()).toContain('Patient flow is running.');
    expect(await first.stop()).toBe(0);
    await hospital.start();
    await hospital.shows(admitted(3));
    await hospital.feed(admissions(2, 'W2'));
    await hospital.settled();
    await hospital.shows({ ...admitted(3), ...admitted(2, 'W2') });
    expect(await hospital.product().stop()).toBe(0);
  });

  it('says in one line that the data folder is in use', async () => {
    const first = await hospital.start();
    const { line, more } = await refusal();
    expect(line).toMatch(/is in use by process \d+/);
    expect(line).toContain(hospital.folder);
    expect(more).toStrictEqual([]);
    expect(await first.stop()).toBe(0);
  });

  it.each([
    ['PORT', 'is taken. Stop the program that listens there, or choose another with PORT=<port>.'],
    ['IPM_PORT', 'is taken by another program. Stop that one, or change listen.port in'],
  ])(
    'says in one line that the port of %s is taken, and what to do',
    async (setting, remedy) => {
      const taken = createServer();
      const port = await listening(taken);
      try {
        const said = await hospital.start({ env: { [setting]: String(port) } }).then(
          () => '',
          (error: unknown) => (error instanceof Error ? error.message : ''),
        );
        const [ended, line, ...more] = said.trim().split('\n');
        expect(ended).toBe('The product ended with 1:');
        expect(line).toMatch(new RegExp(`^Port ${port} on 127.0.0.1`));
        expect(line).toContain(remedy);
        expect(more).toStrictEqual([]);
      } finally {
        taken.close();
      }
    },
    120_000,
  );
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
