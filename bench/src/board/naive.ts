import { once } from 'node:events';
import { buildSchema, execute, parse } from 'graphql';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import { answerParent } from '../harness/serving';

const told = z.object({ way: z.enum(['each', 'once']), marks: z.array(z.string()) });

/** As much of the graph as one bed of a frame needs. */
const SCHEMA = buildSchema(`
  type Occupant { family: String }
  type Bed { id: ID! occupantCount: Int! label: String! occupants: [Occupant!]! }
  type Changes { version: String! beds: [Bed!]! }
  type Query { frame: Changes! }`);
const DOCUMENT = parse('{ frame { __typename version beds { id occupantCount label occupants { family } } } }');

const idIn = (mark: string): string => /"id":"([^"]*)"/.exec(mark)?.[1] ?? '';

/** One change to everybody who listens: executed for each of them, as servers of subscriptions do, or once for all. */
answerParent(async (argument) => {
  const { way, marks } = told.parse(argument);
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const listening: WebSocket[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      if (text.includes('connection_init')) socket.send('{"type":"connection_ack"}');
      else if (text.includes('"type":"subscribe"')) {
        socket.send('{"id":"s","type":"next","payload":{"data":{"frame":{"beds":[]}}}}');
        listening.push(socket);
      }
    });
  });
  const address = server.address();
  const textOf = (bed: string, version: number): string => {
    const beds = [{ id: bed, occupantCount: 1, label: 'OCCUPIED', occupants: [{ family: 'Testperson' }] }];
    const rootValue = { frame: { version: String(version), beds } };
    return `{"id":"s","type":"next","payload":${JSON.stringify(execute({ schema: SCHEMA, document: DOCUMENT, rootValue }))}}`;
  };
  let changes = 0;
  return {
    answers: {
      port: () => (typeof address === 'object' ? address?.port : undefined),
      change() {
        const bed = idIn(marks[changes % marks.length] ?? '');
        changes += 1;
        const shared = way === 'once' ? textOf(bed, changes) : undefined;
        for (const socket of listening) socket.send(shared ?? textOf(bed, changes));
      },
    },
    stop() {
      for (const socket of listening) socket.terminate();
      server.close();
      return Promise.resolve();
    },
  };
});
