import { Router } from 'express';
import { EventEmitter, once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Readiness } from '../running/running';
import { createMetrics } from '../telemetry/metrics';
import { recordingLog } from '../telemetry/testing';
import { OperatorError } from '../values/operator-error';
import { createApp } from './app';
import { startHttpServer, type HttpServerOptions, type RunningHttpServer } from './http-server';
import { operationsRouter } from './operations-router';

const started: RunningHttpServer[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close(0)));
});

async function start(routers: Router[] = [], options: Partial<HttpServerOptions> = {}) {
  const recording = recordingLog();
  const app = createApp({ log: recording.log, routers });
  const server = await startHttpServer({ app, host: '127.0.0.1', port: 0, ...options });
  started.push(server);
  return { ...server, ...recording };
}

/** A router whose /slow answers when it is told to, and says when it was asked. */
function slowly() {
  const router = Router();
  const told = new EventEmitter();
  const asked = once(told, 'asked');
  router.get('/slow', async (_request, response) => {
    const go = once(told, 'go');
    told.emit('asked');
    await go;
    response.send('done');
  });
  return { router, asked, answer: () => told.emit('go') };
}

const within = (work: Promise<unknown>): Promise<number> => {
  const from = performance.now();
  return work.then(() => performance.now() - from);
};

describe('a server that cannot listen', () => {
  it('says which port is taken, and what to do, in one line', async () => {
    const { port } = await start();
    const failing = start([], { port, portSetting: 'GATEWAY_PORT' });
    await expect(failing).rejects.toThrow(OperatorError);
    await expect(failing).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken. Stop the program that listens there, or choose another with GATEWAY_PORT=<port>.`,
    );
  });

  it('says that the address is not of this machine', async () => {
    await expect(start([], { host: '192.0.2.1' })).rejects.toThrow('192.0.2.1 is not an address of this machine.');
  });
});

describe('closing', () => {
  it('answers what is in hand, then closes connections that are kept alive', async () => {
    const { router, asked, answer } = slowly();
    const server = await start([router]);
    const agent = new Agent({ keepAlive: true });
    const request = get(`${server.url}/slow`, { agent });
    await asked;
    const closed = server.close(60_000);
    answer();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    await closed;
    expect(response.statusCode).toBe(200);
    agent.destroy();
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  });

  it('does not wait for idle connections', async () => {
    const server = await start();
    const agent = new Agent({ keepAlive: true });
    const [response] = (await once(get(`${server.url}/`, { agent }), 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    expect(await within(server.close(60_000))).toBeLessThan(10_000);
    agent.destroy();
  });

  it('cuts what is still open at the limit, upgraded sockets and unfinished requests included', async () => {
    const { router, asked } = slowly();
    const server = await start([router]);
    const upgraded = once(server.server, 'upgrade');
    const socket = connect(server.port, '127.0.0.1');
    socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await upgraded;
    const half = connect(server.port, '127.0.0.1');
    half.write('POST / HTTP/1.1\r\nHost: x\r\n');
    const unanswered = fetch(`${server.url}/slow`);
    await asked;
    const ends = Promise.all([once(socket, 'close'), once(half, 'close'), expect(unanswered).rejects.toThrow()]);
    await server.close(20);
    await server.close(20);
    await ends;
  });
});

describe('a request', () => {
  it('that does not come whole in time is ended', async () => {
    const server = await start([], { requestTimeoutMs: 100, headersTimeoutMs: 50 });
    const socket = connect(server.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 408/);
  });

  it('whose head is too large is refused', async () => {
    const { url } = await start();
    expect((await fetch(url, { headers: { 'x-long': 'x'.repeat(40_000) } })).status).toBe(431);
  });

  it('for nothing, or for what fails, is answered with a fixed sentence and no more', async () => {
    const router = Router();
    router.get('/fails', () => Promise.reject(new Error('about Amalthea Quux')));
    const { url, text, lines } = await start([router]);
    const nothing = await fetch(`${url}/nothing?name=Quux`);
    expect([nothing.status, await nothing.text()]).toStrictEqual([
      404,
      '{"error":"There is nothing at this address."}',
    ]);
    expect(nothing.headers.get('x-powered-by')).toBeNull();
    expect(nothing.headers.get('cache-control')).toBe('no-store');
    const failed = await fetch(`${url}/fails`);
    expect([failed.status, await failed.text()]).toStrictEqual([500, '{"error":"Something went wrong."}']);
    expect(text()).not.toContain('Quux');
    expect(lines).toMatchObject([{ level: 'error', msg: 'A request failed.', status: 500 }]);
  });
});

describe('what those who run it ask', () => {
  it('is answered part by part', async () => {
    const parts: Record<string, Readiness> = { beds: { ready: true } };
    const metrics = createMetrics();
    metrics.counter({ name: 'starts_total', help: 'Starts.' }).add(1);
    const { url } = await start([operationsRouter({ readiness: () => parts, metrics })]);
    const ask = async (path: string) => {
      const response = await fetch(url + path);
      return { status: response.status, body: await response.text() };
    };
    expect(await ask('/healthz')).toStrictEqual({ status: 200, body: '{"status":"ok"}' });
    expect(await ask('/readyz')).toStrictEqual({ status: 200, body: '{"ready":true,"parts":{"beds":{"ready":true}}}' });
    parts['ipm'] = { ready: false, reason: 'The inbox cannot be written.' };
    const unready = await ask('/readyz');
    expect(unready.status).toBe(503);
    expect(JSON.parse(unready.body)).toStrictEqual({ ready: false, parts });
    expect((await ask('/readyz?exclude=ipm')).status).toBe(200);
    expect((await ask('/readyz?exclude=bus&exclude=ipm')).status).toBe(200);
    expect((await ask('/readyz?exclude=beds')).status).toBe(503);
    expect((await ask('/metrics')).body).toContain('starts_total 1');
    expect((await ask('/readyz/')).status).toBe(404);
  });
});
