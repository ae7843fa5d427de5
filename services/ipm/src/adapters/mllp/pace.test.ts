import { framed } from './frame-scanner';
import { createPace } from './pace';
import { codes, connectPeer, openTestLink } from './testing';

it('lets a second’s worth come at once, and then as many as the rate allows', () => {
  let [ms, rate] = [0, 10];
  const pace = createPace(
    () => rate,
    () => ms,
  );
  expect([pace(10), pace(1), pace(4)]).toStrictEqual([0, 100, 500]);
  ms = 500;
  expect([pace(0), pace(1)]).toStrictEqual([0, 100]);
  rate = 1000;
  ms = 10_000;
  expect([pace(1000), pace(1)]).toStrictEqual([0, 1]);
});

const frame = (id: number) =>
  framed(Buffer.from(`MSH|^~\\&|iPM|iIE|F|R|20260105105702||ADT^A01|${id}|P|2.4\rPID|1||12^^^RXX\r`));

it('has a partner that sends too fast wait, answers it all in order, and keeps no other waiting', async () => {
  const ids = Array.from({ length: 60 }, (_, index) => index + 1);
  const link = await openTestLink({ limits: { messagesPerSecond: 50, halfFrameMs: 10 } });
  const other = await openTestLink();
  const [fast, slow] = [await connectPeer(link.listener.port), await connectPeer(other.listener.port)];
  // The last frame comes in two halves, so that the first is held while the partner is.
  const all = Buffer.concat(ids.map(frame));
  await fast.send(all.subarray(0, -10));
  await slow.send(frame(1));
  expect(codes(await slow.replies(1))).toStrictEqual(['AA:1']);
  await fast.send(all.subarray(-10));
  expect(codes(await fast.replies(60))).toStrictEqual(ids.map((id) => `AA:${id}`));
  for (const one of [fast, slow]) one.socket.destroy();
  await Promise.all([link, other].map(({ listener }) => listener.close(1000)));
});
