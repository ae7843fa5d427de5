import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { EngineUnavailable } from '../../event-store/errors';
import { createMetrics } from '../../telemetry/metrics';
import { silentLog } from '../../telemetry/log';
import { sampleMessage } from '../testing';
import { openKafkaBus, type KafkaBus } from './kafka-bus';

const LONG_MS = 600_000;
const LONG = { connectMs: LONG_MS, requestMs: LONG_MS, publishMs: LONG_MS, callMs: LONG_MS };

/** Takes connections and never says a word. */
let server: Server;
let sockets: Set<Socket>;
let bus: KafkaBus;
const isAsked = async (): Promise<unknown> => once(server, 'asked');

beforeEach(async () => {
  sockets = new Set();
  server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined).on('data', () => server.emit('asked')));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const connection = { brokers: [`127.0.0.1:${port}`] };
  bus = openKafkaBus({ connection, log: silentLog, metrics: createMetrics(), timings: LONG });
});
afterEach(async () => {
  await bus.close();
  for (const socket of sockets) socket.destroy();
  server.close();
});

it('does not wait for a silent cluster once it is given up, and publishes nothing more', async () => {
  const asked = isAsked();
  const under = expect(bus.publish('t', [sampleMessage('a', '1')])).rejects.toBeInstanceOf(EngineUnavailable);
  const behind = expect(bus.publish('t', [sampleMessage('a', '2')])).rejects.toBeInstanceOf(EngineUnavailable);
  await asked;
  bus.giveUp();
  await Promise.all([under, behind]);
  await expect(bus.publish('t', [sampleMessage('a', '3')])).rejects.toBeInstanceOf(EngineUnavailable);
});

it('does not wait for a topic either', async () => {
  const asked = isAsked();
  const making = expect(bus.ensureTopic('t')).rejects.toBeInstanceOf(EngineUnavailable);
  await asked;
  bus.giveUp();
  await making;
});
