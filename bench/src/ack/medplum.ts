import { createServer } from 'node:net';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { answerParent } from '../harness/serving';

/** As much of @medplum/hl7 as its own README uses. */
interface Message {
  buildAck(): unknown;
}
interface Connection {
  addEventListener(type: 'message', listener: (event: { readonly message: Message }) => void): void;
  send(message: unknown): void;
}
interface Hl7 {
  readonly Hl7Server: new (handler: (connection: Connection) => void) => {
    start(port: number): Promise<void> | void;
    stop(): Promise<void>;
  };
}

const told = z.object({ peers: z.string() });

/** Its server is told a port; one that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

answerParent(async (argument) => {
  const { peers } = told.parse(argument);
  const { Hl7Server } = createRequire(join(peers, 'package.json'))('@medplum/hl7') as Hl7;
  const server = new Hl7Server((connection) => {
    connection.addEventListener('message', ({ message }) => connection.send(message.buildAck()));
  });
  const port = await freePort();
  await server.start(port);
  return { answers: { port: () => port }, stop: () => server.stop() };
});
