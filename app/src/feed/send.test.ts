import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { framed, FrameScanner } from '@flow/ipm/adapters/mllp/frame-scanner';
import { openTestLink } from '@flow/ipm/adapters/mllp/testing';
import { readMessages } from './message-files';
import { sendMessages } from './send';
import { countsLine } from './tally';

const CORPORA = path.resolve(__dirname, '../../../test/data/hl7');
const message = (id: string, { type = 'ADT^A01', ask = '' } = {}) =>
  Buffer.from(`MSH|^~\\&|A|B|C|D|20260105||${type}|${id}|P|2.4|||${ask}\rPID|1\r`);
const quietly = { onProgress: () => undefined };

/** A partner of any manners: `answer` is given each frame and what to send back. */
async function withPartner<T>(
  answer: (frame: string, socket: Socket) => void,
  work: (to: { host: string; port: number }) => Promise<T>,
): Promise<T> {
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    const scanner = new FrameScanner(1_000_000);
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.on('data', (chunk: Buffer) => {
      for (const found of scanner.push(chunk))
        if (found.kind === 'frame') answer(found.bytes.toString('latin1'), socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    return await work({ host: '127.0.0.1', port: typeof address === 'object' && address ? address.port : 0 });
  } finally {
    server.close();
  }
}

const idOf = (frame: string) => frame.split('\r')[0]!.split('|')[9] ?? '';
const reply = (code: string, frame: string) => framed(Buffer.from(`MSH|^~\\&|C|D\rMSA|${code}|${idOf(frame)}\r`));

test('the corpora go over a real link, to the message, twice the same', async () => {
  const { listener, entries } = await openTestLink({ ackMode: 'always-AA' });
  const messages = await readMessages([CORPORA]);
  const to = { host: '127.0.0.1', port: listener.port };
  const counts = await sendMessages(messages, { ...to, ...quietly });
  expect(countsLine(counts)).toBe('sent 225: 219 AA, 0 AE, 0 AR, 6 asked for no acknowledgement, 0 unanswered');
  await sendMessages(await readMessages([CORPORA]), { ...to, ...quietly });
  const raws = entries.map((entry) => ('raw' in entry ? entry.raw : ''));
  expect(raws).toHaveLength(450);
  expect(raws.slice(225)).toStrictEqual(raws.slice(0, 225));
  await listener.close(1_000);
});

test('it waits neither for the answer of an acknowledgement nor where the header asks for none', async () => {
  const silent = [message('1', { type: 'ACK' }), message('2', { ask: 'NE|NE' })];
  const counts = await withPartner(
    () => undefined,
    (to) => sendMessages(silent, { ...to, ...quietly }),
  );
  expect(counts).toMatchObject({ sent: 2, unasked: 2, unanswered: 0 });
});

test('answers are counted by what they say, each for the message that it answers', async () => {
  const asked = ['AA', 'AE', 'AR', 'CA', 'CE', 'CR'].map((code) => message(code));
  const same = [message(''), message('', { type: 'ACK' }), message('')];
  const counts = await withPartner(
    (frame, socket) => {
      if (!frame.includes('|ACK|')) socket.write(reply(idOf(frame) || 'AA', frame));
    },
    (to) => sendMessages([...asked, ...same], { ...to, ...quietly }),
  );
  expect(counts).toStrictEqual({ sent: 9, accepted: 4, erred: 2, rejected: 2, unasked: 1, unanswered: 0 });
});

test('an answer to nothing that was sent counts for nothing', async () => {
  const counts = await withPartner(
    (frame, socket) => {
      socket.write(reply('AA', 'MSH|^~\\&|||||||ADT|other'));
      socket.write(reply('AR', frame));
    },
    (to) => sendMessages([message('1')], { ...to, ...quietly }),
  );
  expect(counts).toMatchObject({ accepted: 0, rejected: 1, unanswered: 0 });
});

test('a partner that hangs up, or says nothing, ends it with true counts', async () => {
  const messages = Array.from({ length: 200 }, (_, index) => message(String(index)));
  const hungUp = await withPartner(
    (_frame, socket) => socket.destroy(),
    (to) => sendMessages(messages, { ...to, ...quietly }),
  );
  expect(hungUp.unanswered).toBe(hungUp.sent);
  expect(hungUp.sent).toBeLessThan(200);
  const silent = await withPartner(
    () => undefined,
    (to) => sendMessages(messages, { ...to, ...quietly, answerMs: 50 }),
  );
  expect(silent).toMatchObject({ sent: 64, unanswered: 64 });
});

test('nobody there is said in one line', async () => {
  await expect(sendMessages([message('1')], { host: '127.0.0.1', port: 1, ...quietly })).rejects.toThrow(
    'Nobody listens on 127.0.0.1:1.',
  );
});

test('no more than so many a second', async () => {
  const started = performance.now();
  await withPartner(
    (frame, socket) => void socket.write(reply('AA', frame)),
    (to) =>
      sendMessages(
        ['1', '2', '3', '4', '5'].map((id) => message(id)),
        { ...to, ...quietly, rate: 50 },
      ),
  );
  expect(performance.now() - started).toBeGreaterThanOrEqual(80);
});
