import { withProductGraph } from '@flow/app/commands/product-graph';
import { appConfig } from '@flow/app/product/app-config';
import { readListening, writeListening } from '@flow/app/product/listening';
import { loadConfig } from '@flow/platform/config/load-config';
import type { Role } from '@flow/platform/security/identity';
import { readdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { admissions } from '../product/adt';
import { newFolder, removeFolder, SMALL_HOSPITAL, startHere, type ProductHere } from '../product/product-here';
import { killAll, startProduct } from '../product/started-product';
import { storedEvents } from '../product/stored-events';

const BEDS = '{ hospitalBoard { totals { beds occupied } } }';
const NAMES = '{ wardBoard(wardId: "W1") { beds { occupants { family } } } }';
const AS_A_START = { totals: { beds: 20, occupied: 2 } };

describe('the graph of a product, for a command', () => {
  let folder: string;
  let here: ProductHere | undefined;
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(async () => {
    killAll();
    await here?.stop();
    here = undefined;
    await removeFolder(folder);
  });

  const environment = (over: Readonly<Record<string, string>> = {}) => ({
    ...{ NODE_ENV: 'development', DATA_DIR: folder, HOSPITAL_DIR: SMALL_HOSPITAL, LOG_LEVEL: 'silent', ...over },
  });
  async function ask(
    query: string,
    {
      role = 'bed-manager',
      env = {},
    }: { role?: Exclude<Role, 'service'>; env?: Readonly<Record<string, string>> } = {},
  ) {
    const told = environment(env);
    return withProductGraph({ config: loadConfig(appConfig, told), env: told, role }, async (graph) => ({
      running: graph.running,
      data: await graph.execute(query),
    }));
  }
  /** Two patients, and the product stopped or running. */
  async function started(): Promise<ProductHere> {
    here = await startHere(folder);
    await here.tell(...admissions(2));
    await here.settled();
    return here;
  }

  it('is that of the running product, asked by a user who has the role', async () => {
    await started();
    expect(await ask(BEDS)).toStrictEqual({ running: true, data: { hospitalBoard: AS_A_START } });
    const { http = '' } = readListening(folder) ?? {};
    expect((await fetch(`${http}/readyz`)).status).toBe(200);
  });

  it('says in one line which role is needed where nobody has it, and how to give a token', async () => {
    await started();
    await expect(ask(BEDS, { role: 'contact-agent' })).rejects.toThrow(
      'No user of the demonstration has the role contact-agent. Set FLOW_TOKEN to the token of somebody who has the role contact-agent.',
    );
    await expect(ask(BEDS, { env: { FLOW_TOKEN: 'forged' } })).rejects.toThrow(
      'The token is not good (any more). It must be of somebody who has the role bed-manager.',
    );
  });

  it('is that of the folder where the product was stopped: no port, nothing left behind, and every look written down', async () => {
    await (await started()).stop();
    const before = await readdir(folder);
    expect(await ask(BEDS)).toStrictEqual({ running: false, data: { hospitalBoard: AS_A_START } });
    expect(readListening(folder)).toBeUndefined();
    expect(await readdir(folder)).toStrictEqual(before);

    await ask(NAMES);
    const audited = await storedEvents(folder, ['audit-']);
    expect(audited.map(({ data }) => data)).toMatchObject([
      { viewers: [{ user: `operator:${userInfo().username}`, roles: ['bed-manager'] }], patients: [{}, {}] },
    ]);
  });

  it('has the rights of its role, and the limits of the gateway, stopped too', async () => {
    await (await started()).stop();
    await expect(ask(NAMES, { role: 'integration-operator' })).rejects.toThrow('Your role does not allow this.');
    await expect(ask(`{ hospitalBoard { totals { beds } } } # ${'x'.repeat(300_000)}`)).rejects.toThrow(
      'The request is too large.',
    );
    await expect(ask('{ nothing }')).rejects.toThrow(/^Cannot query field/);
  });

  it('opens the folder in production where one machine is meant', async () => {
    await (await started()).stop();
    const env = { NODE_ENV: 'production', OIDC_ISSUER: 'https://issuer.invalid', OIDC_AUDIENCE: 'flow' };
    expect(await ask(BEDS, { env: { ...env, SINGLE_NODE: 'true' } })).toMatchObject({ running: false });
    await expect(ask(BEDS, { env })).rejects.toThrow(/SINGLE_NODE/);
  });

  it('takes a killed product for stopped', async () => {
    const product = await startProduct({ folder });
    await product.kill();
    expect(readListening(folder)?.pid).toBe(product.pid);
    expect(await ask(BEDS)).toMatchObject({ running: false, data: { hospitalBoard: { totals: { beds: 20 } } } });
  });

  it('says in one line that somebody has the folder whose gateway does not answer', async () => {
    const { pid } = await startProduct({ folder });
    writeListening(folder, { pid, http: 'http://127.0.0.1:1', mllp: {} });
    await expect(ask(BEDS)).rejects.toThrow(
      `The data folder ${folder} is in use by process ${pid}, whose gateway does not answer. Try again once it does, or stop that process first.`,
    );
  });

  it('says in one line that there is no data', async () => {
    await expect(ask(BEDS)).rejects.toThrow(
      `There is no data in ${folder}. Start the product first, or name its folder with DATA_DIR.`,
    );
    expect(await readdir(folder)).toStrictEqual([]);
  });
});
