import { instant } from '@flow/platform/time/instant';
import { framed } from './frame-scanner';
import { codes, connectPeer, openTestLink, partnerConfig } from './testing';

const frame = (id: string) => framed(Buffer.from(`MSH|^~\\&|iPM|iIE|F|R|20260105||ADT^A01|${id}|P|2.4\rPID|1\r`));

test('a store that is away: no answer, and the connection is closed', async () => {
  const { listener, state, entries, seen } = await openTestLink();
  state.refuse = true;
  const peer = await connectPeer(listener.port);
  await peer.send(Buffer.concat([frame('1'), frame('2')]));
  await peer.closed;
  await expect(peer.replies(1)).rejects.toThrow('Closed after 0 of 1 replies.');
  expect(listener.state()).toMatchObject({ awaited: true });
  state.refuse = false;
  const again = await connectPeer(listener.port);
  await again.send(frame('1'));
  expect(codes(await again.replies(1))).toStrictEqual(['AA:1']);
  expect(listener.state()).not.toHaveProperty('awaited');
  expect([entries.length, seen]).toStrictEqual([1, ['refused not-stored', 'received message', 'acknowledged']]);
  again.socket.destroy();
  await listener.close(1_000);
});

test('half a frame that goes on no further ends its connection', async () => {
  const { listener, seen } = await openTestLink({ limits: { halfFrameMs: 20 } });
  const peer = await connectPeer(listener.port);
  await peer.send('\x0bMSH|^~\\&|half');
  await peer.closed;
  await listener.close(1_000);
  expect(seen).toStrictEqual(['refused half-frame']);
});

test('a silent connection is closed only where the partner’s file says so', async () => {
  const { listener, seen } = await openTestLink({ limits: { idleMs: 20 } });
  const peer = await connectPeer(listener.port);
  await peer.closed;
  expect(seen).toStrictEqual(['refused idle']);
  await listener.close(1_000);
});

test('more connections than allowed are turned away, and one that ends makes room', async () => {
  const { listener, seen } = await openTestLink({ limits: { maxConnections: 1 } });
  const first = await connectPeer(listener.port);
  const second = await connectPeer(listener.port);
  await second.closed;
  await first.send(frame('1'));
  await first.replies(1);
  first.socket.end();
  await first.closed;
  const third = await connectPeer(listener.port);
  await third.send(frame('2'));
  expect(codes(await third.replies(1))).toStrictEqual(['AA:2']);
  expect(seen[0]).toBe('refused too-many-connections');
  third.socket.destroy();
  await listener.close(1_000);
});

test('only the partner’s addresses may connect', async () => {
  const { listener, seen } = await openTestLink({ peers: ['10.1.0.0/16', '::1'] });
  const stranger = await connectPeer(listener.port);
  await stranger.closed;
  listener.reconfigure({ config: partnerConfig({ peers: ['127.0.0.1'] }) });
  const peer = await connectPeer(listener.port);
  await peer.send(frame('1'));
  expect(codes(await peer.replies(1))).toStrictEqual(['AA:1']);
  expect(seen[0]).toBe('refused not-a-peer');
  peer.socket.destroy();
  await listener.close(1_000);
});

test('a new configuration holds from the next frame of an open connection', async () => {
  const { listener } = await openTestLink();
  const peer = await connectPeer(listener.port);
  await peer.send(frame('1'));
  await peer.replies(1);
  listener.reconfigure({ config: partnerConfig({ ackMode: 'always-CA', limits: { frameBytes: 1024 } }) });
  const long = `MSH|^~\\&|iPM|iIE|F|R|20260105||ADT^A01|3|P|2.4\rNTE|1||${'x'.repeat(1024)}\r`;
  await peer.send(Buffer.concat([frame('2'), framed(Buffer.from(long))]));
  expect(codes(await peer.replies(3))).toStrictEqual(['AA:1', 'CA:2', 'CR:3']);
  peer.socket.destroy();
  await listener.close(1_000);
});

test('closing answers what was received, drops half a frame, and takes no more', async () => {
  const { listener, entries } = await openTestLink();
  const peer = await connectPeer(listener.port);
  await peer.send(Buffer.concat([frame('1'), frame('2'), frame('3').subarray(0, 20)]));
  await peer.replies(2);
  await listener.close(1_000);
  await peer.closed;
  expect(codes(await peer.replies(2))).toStrictEqual(['AA:1', 'AA:2']);
  expect(entries).toHaveLength(2);
  expect(listener.state()).toMatchObject({ listening: false, connections: 0 });
});

test('tells how the link stands', async () => {
  const { listener, entries } = await openTestLink();
  expect(listener.state()).toStrictEqual({ partner: 'test', listening: true, port: listener.port, connections: 0 });
  const peer = await connectPeer(listener.port);
  await peer.send(frame('1'));
  await peer.replies(1);
  const { connectedSince, ...state } = listener.state();
  expect(connectedSince).toBeDefined();
  expect(state).toStrictEqual({
    partner: 'test',
    listening: true,
    port: listener.port,
    connections: 1,
    lastHeardAt: entries[0]!.receivedAt,
    lastReceived: '1',
  });
  peer.socket.destroy();
  await listener.close(1_000);
});

test('a wall clock set back makes nobody be heard later: it is as long ago as the other clock says', async () => {
  let [wall, monotonicMs] = ['2026-01-06T10:00:00.000Z', 1000.5];
  const clock = { now: () => instant(wall), monotonicMs: () => monotonicMs };
  const { listener } = await openTestLink({}, undefined, clock);
  const peer = await connectPeer(listener.port);
  await peer.send(frame('1'));
  await peer.replies(1);
  expect(listener.state().lastHeardAt).toBe('2026-01-06T10:00:00.000Z');
  [wall, monotonicMs] = ['2026-01-05T10:01:00.000Z', 61_000.5];
  expect(listener.state().lastHeardAt).toBe('2026-01-05T10:00:00.000Z');
  [wall, monotonicMs] = ['2026-01-05T10:02:00.000Z', 121_000.5];
  expect(listener.state().lastHeardAt).toBe('2026-01-05T10:00:00.000Z');
  peer.socket.destroy();
  await listener.close(1_000);
});

test('a partner that takes a connection for each message keeps to its pace, too', async () => {
  const { listener } = await openTestLink({ limits: { messagesPerSecond: 1 } });
  const since = performance.now();
  for (const id of ['1', '2', '3']) {
    const peer = await connectPeer(listener.port);
    await peer.send(frame(id));
    expect(codes(await peer.replies(1))).toStrictEqual([`AA:${id}`]);
    peer.socket.destroy();
  }
  const tookMs = performance.now() - since;
  await listener.close(1_000);
  // Never sooner than that, however slow the machine.
  expect(tookMs).toBeGreaterThan(900);
});
