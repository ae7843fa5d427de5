import { createServer } from 'node:net';
import { once } from 'node:events';
import { answerParent } from '../harness/serving';

const START = '\x0b';
const END = Buffer.from([0x1c, 0x0d]);

/** The least that can be called an acknowledgement: MSH-10 of the bytes, and nothing is kept. */
function answerTo(bytes: Buffer): string {
  const header = bytes.toString('latin1', 0, Math.max(0, bytes.indexOf(0x0d)));
  const controlId = header.split('|')[9] ?? '';
  return `${START}MSH|^~\\&|FLOW|RXX|iPM|iIE|20260105080000||ACK|${controlId}|P|2.4\rMSA|CA|${controlId}\r\x1c\r`;
}

answerParent(async () => {
  const server = createServer((socket) => {
    let received: Buffer = Buffer.alloc(0);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      let from = 0;
      for (let end = received.indexOf(END); end >= 0; end = received.indexOf(END, from)) {
        socket.write(answerTo(received.subarray(received.indexOf(0x0b, from) + 1, end)), 'latin1');
        from = end + END.length;
      }
      received = received.subarray(from);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    answers: { port: () => (typeof address === 'object' ? address?.port : undefined) },
    stop: () => {
      server.close();
      return Promise.resolve();
    },
  };
});
