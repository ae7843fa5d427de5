import { framed } from './frame-scanner';
import { codes, connectPeer, openTestLink, type TestLink, type TestPeer } from './testing';

const message = (id: string, { name = 'SMITH^Ann', charset = '' } = {}) =>
  [
    `MSH|^~\\&|iPM|iIE|F|R|20260105105702||ADT^A01|${id}|P|2.4||||||${charset}`,
    'EVN|A01|20260105105702',
    `PID|1||12^^^RXX||${name}||19740613|F`,
    'PV1|1|I|E8^B^6',
    '',
  ].join('\r');
const frame = (id: string) => framed(Buffer.from(message(id)));
const half = (bytes: Buffer) => [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)] as const;

let link: TestLink;
let peer: TestPeer;
beforeEach(async () => {
  link = await openTestLink({ limits: { halfFrameMs: 10_000 } });
  peer = await connectPeer(link.listener.port);
});
afterEach(async () => {
  peer.socket.destroy();
  await link.listener.close(1_000);
});

const raws = () => link.entries.map((entry) => ('raw' in entry ? Buffer.from(entry.raw, 'base64') : entry.type));
const expectAll = async (...ids: string[]) => {
  expect(codes(await peer.replies(ids.length))).toStrictEqual(ids.map((id) => `AA:${id}`));
  expect(raws().map(String)).toStrictEqual(ids.map((id) => message(id)));
};

test('a byte at a time', async () => {
  for (const byte of frame('2')) await peer.send(Buffer.from([byte]));
  await expectAll('2');
});

test('two messages in one chunk', async () => {
  await peer.send(Buffer.concat([frame('3'), frame('4')]));
  await expectAll('3', '4');
});

test('one and a half messages, then the rest', async () => {
  const [first, rest] = half(frame('6'));
  await peer.send(Buffer.concat([frame('5'), first]));
  await peer.replies(1);
  await peer.send(rest);
  await expectAll('5', '6');
});

test('FS and CR in two packets', async () => {
  const bytes = frame('7');
  await peer.send(bytes.subarray(0, -1));
  await peer.send(bytes.subarray(-1));
  await peer.replies(1);
  await peer.send(frame('8'));
  await expectAll('7', '8');
});

test('CRLF between frames', async () => {
  await peer.send(frame('9'));
  await peer.replies(1);
  await peer.send(Buffer.concat([Buffer.from('\r\n'), frame('10')]));
  await expectAll('9', '10');
});

test('a burst of 50 in one write', async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `b${index}`);
  await peer.send(Buffer.concat(ids.map(frame)));
  await expectAll(...ids);
});

test('a burst of 500: reading pauses while answers are owed, and goes on', async () => {
  const ids = Array.from({ length: 500 }, (_, index) => `c${index}`);
  await peer.send(Buffer.concat(ids.map(frame)));
  await expectAll(...ids);
});

test('a frame of garbage, then a good one', async () => {
  await peer.send(framed(Buffer.from('NOT HL7 AT ALL')));
  await peer.send(frame('11'));
  expect(codes(await peer.replies(1))).toStrictEqual(['AA:11']);
  expect(raws().map(String)).toStrictEqual(['NOT HL7 AT ALL', message('11')]);
  expect(link.seen).toStrictEqual(['received junk', 'received message', 'acknowledged']);
});

test('garbage and a good message in one chunk', async () => {
  await peer.send(Buffer.concat([Buffer.from('garbage\x1c\r'), framed(Buffer.from('JUNK')), frame('12')]));
  expect(codes(await peer.replies(1))).toStrictEqual(['AA:12']);
  expect(raws().map(String)).toStrictEqual(['JUNK', message('12')]);
});

test('a missing VT', async () => {
  await peer.send(Buffer.concat([Buffer.from(message('13')), Buffer.from([0x1c, 0x0d])]));
  await peer.replies(1);
  await peer.send(frame('14'));
  await expectAll('13', '14');
});

test('UTF-8 cut inside a character', async () => {
  const bytes = framed(Buffer.from(message('15', { name: 'ZOË^Siân', charset: 'UNICODE' })));
  const cut = bytes.indexOf(0xc3) + 1;
  await peer.send(bytes.subarray(0, cut));
  await peer.send(bytes.subarray(cut));
  expect(codes(await peer.replies(1))).toStrictEqual(['AA:15']);
  expect(raws().map(String)).toStrictEqual([message('15', { name: 'ZOË^Siân', charset: 'UNICODE' })]);
});

test('ISO 8859-1 bytes are stored as they came and answered in their own character set', async () => {
  const bytes = Buffer.from(message('16', { name: 'ZOË^Siân', charset: '8859/1' }).replace('iPM', 'iPMË'), 'latin1');
  await peer.send(framed(bytes));
  const [reply = ''] = await peer.replies(1);
  expect(reply.split('\r')[0]).toMatch(
    /^MSH\|\^~\\&\|F\|R\|iPMË\|iIE\|20260105105702\|\|ACK\^A01\|[0-9A-F]{20}\|P\|2\.4\|{6}8859\/1$/,
  );
  expect(raws()).toStrictEqual([bytes]);
});

test('half a frame, then the partner hangs up: nothing is stored', async () => {
  await peer.send(half(frame('17'))[0]);
  peer.socket.end();
  await peer.closed;
  expect(link.entries).toStrictEqual([]);
  const next = await connectPeer(link.listener.port);
  await next.send(frame('18'));
  expect(codes(await next.replies(1))).toStrictEqual(['AA:18']);
  next.socket.destroy();
  expect([...link.seen].sort()).toStrictEqual(['acknowledged', 'received message', 'refused half-frame']);
});

test('20 MB in one go is refused with its control id, and the next message is served', async () => {
  const huge = Buffer.concat([Buffer.from(message('19')), Buffer.alloc(20_000_000, 'NTE|1||text\r')]);
  await peer.send(Buffer.concat([framed(huge), frame('20')]));
  expect(codes(await peer.replies(2))).toStrictEqual(['AR:19', 'AA:20']);
  expect(link.entries.map(({ type }) => type)).toStrictEqual(['frame-refused.v1', 'frame-received.v1']);
  expect(link.entries[0]).toMatchObject({ reason: 'TOO_LARGE', bytes: huge.length, controlId: '19' });
});

test('a message sent, and the sending side closed: the answer still comes', async () => {
  await peer.send(frame('21'));
  peer.socket.end();
  await expectAll('21');
  await peer.closed;
});
