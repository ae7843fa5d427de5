import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { recordingLog } from '../telemetry/testing';
import { createApp } from './app';
import { startHttpServer, type RunningHttpServer } from './http-server';

const pem = (file: string): string => readFileSync(join(__dirname, '../../../test/data/tls', file), 'utf8');
const first = { cert: pem('cert.pem'), key: pem('key.pem') };
const renewed = { cert: pem('renewed-cert.pem'), key: pem('renewed-key.pem') };

let server: RunningHttpServer;
beforeEach(async () => {
  const app = createApp({ log: recordingLog().log, routers: [] });
  server = await startHttpServer({ app, host: '127.0.0.1', port: 0, tls: first });
});
afterEach(async () => server.close(0));

/** Whose certificate a new connection is shown. */
async function shown(options: ConnectionOptions = {}): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: server.port, rejectUnauthorized: false, ...options });
  await once(socket, 'secureConnect');
  const { subject } = socket.getPeerCertificate();
  socket.destroy();
  return String(subject.CN);
}

it('answers over TLS, and has browsers come by nothing else', async () => {
  expect(server.url).toMatch(/^https:/);
  const [response] = (await once(
    get(`${server.url}/`, { ca: first.cert, checkServerIdentity: () => undefined }),
    'response',
  )) as [{ headers: Record<string, string>; resume(): void }];
  response.resume();
  expect(response.headers['strict-transport-security']).toMatch(/^max-age=\d+$/);
});

it('speaks no TLS older than 1.2', async () => {
  const old = shown({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
  await expect(old).rejects.toThrow();
});

it('takes a renewed certificate without a restart', async () => {
  const before = await shown();
  server.renew(renewed);
  expect([before === 'renewed.example', await shown()]).toStrictEqual([false, 'renewed.example']);
});
