import { loadConfig } from '@flow/platform/config/load-config';
import type { Engines } from '@flow/platform/engines/engines';
import { Stopped } from '@flow/platform/running/persistently';
import { silentLog } from '@flow/platform/telemetry/log';
import { OperatorError } from '@flow/platform/values/operator-error';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appConfig } from './app-config';
import { startProduct } from './start-product';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('It listened on no port.');
  return address.port;
}

describe('a start that waits for its engines', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'start-product-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('answers that it lives and what it waits for, and gives up when it is told to stop', async () => {
    const port = await freePort();
    const env = { DATA_DIR: folder, PORT: String(port), IPM_PORT: '0', CORPORA_PORT: '0', DEMO: 'off' };
    const stopping = new AbortController();
    let waits = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (waits = resolve));
    const openEngines = async (_config: unknown, _log: unknown, _metrics: unknown, signal?: AbortSignal) =>
      new Promise<Engines>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Stopped()));
        waits();
      });
    const starting = startProduct(loadConfig(appConfig, env), env, silentLog, { signal: stopping.signal, openEngines });
    const ended = expect(starting).rejects.toBeInstanceOf(Stopped);
    await waiting;
    const at = `http://127.0.0.1:${port}`;
    expect((await fetch(`${at}/healthz`)).status).toBe(200);
    const ready = await fetch(`${at}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      ready: false,
      parts: { process: { ready: false }, engines: { ready: false, reason: 'It is being opened.' } },
    });
    expect((await fetch(`${at}/graphql`, { method: 'POST' })).status).toBe(503);
    stopping.abort();
    await ended;
    await expect(fetch(`${at}/healthz`)).rejects.toThrow();
  });

  it('leaves nothing in the data folder where its engines refuse it', async () => {
    const env = { DATA_DIR: folder, PORT: '0', IPM_PORT: '0', CORPORA_PORT: '0', DEMO: 'off' };
    const refused = new OperatorError('SITE_KEY_FILE holds another key.');
    const openEngines = async (): Promise<Engines> => Promise.reject(refused);
    const starting = startProduct(loadConfig(appConfig, env), env, silentLog, { openEngines });
    await expect(starting).rejects.toBe(refused);
    expect(readdirSync(folder)).toStrictEqual([]);
  });
});
