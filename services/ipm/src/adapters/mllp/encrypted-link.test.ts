import { readFileSync } from 'node:fs';
import path from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { framed } from './frame-scanner';
import { codes, connectPeer, openTestLink } from './testing';

const pem = (file: string) => readFileSync(path.resolve(__dirname, '../../../../../test/data/tls', file), 'utf8');
const own = { key: pem('key.pem'), cert: pem('cert.pem') };
const trusted: ConnectionOptions = { host: '127.0.0.1', ca: own.cert };

const frame = (id: string) => framed(Buffer.from(`MSH|^~\\&|iPM|iIE|F|R|20260105||ADT^A01|${id}|P|2.4\rPID|1\r`));

test('an encrypted link is served like any other', async () => {
  const { listener, entries, seen } = await openTestLink({}, own);
  const peer = await connectPeer(listener.port, connect({ ...trusted, port: listener.port }));
  await peer.send(Buffer.concat(['1', '2', '3'].map(frame)));
  expect(codes(await peer.replies(3))).toStrictEqual(['AA:1', 'AA:2', 'AA:3']);
  expect([entries.length, listener.state().connections]).toStrictEqual([3, 1]);
  await listener.close(1_000);
  await peer.closed;
  expect(seen).not.toContain('refused half-frame');
});

test('what is not encrypted is not heard', async () => {
  const { listener, entries, seen } = await openTestLink({}, own);
  const peer = await connectPeer(listener.port);
  await peer.send(frame('1'));
  await peer.closed;
  expect([entries.length, seen]).toStrictEqual([0, ['refused tls']]);
  await listener.close(1_000);
});

test('where certificates are asked for, whoever has none is not heard', async () => {
  const { listener, entries, seen } = await openTestLink({}, { ...own, ca: own.cert });
  const stranger = await connectPeer(listener.port, connect({ ...trusted, port: listener.port }));
  await stranger.closed;
  expect([entries.length, seen]).toStrictEqual([0, ['refused tls']]);
  const partner = await connectPeer(listener.port, connect({ ...trusted, ...own, port: listener.port }));
  await partner.send(frame('1'));
  expect(codes(await partner.replies(1))).toStrictEqual(['AA:1']);
  partner.socket.destroy();
  await listener.close(1_000);
});
