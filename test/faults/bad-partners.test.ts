import { connect } from 'node:net';
import { once } from 'node:events';
import { admissions } from '../product/adt';
import { afterwards } from '../product/afterwards';
import { admitted, openTestHospital } from '../product/hospital';

const MESSAGES = '{ messages(first: 100, filter: { statuses: [QUARANTINED] }) { nodes { reason } } }';

interface MessagesAnswer {
  readonly messages: { readonly nodes: readonly { readonly reason: string | null }[] };
}

const frame = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0x0b]), Buffer.from(text), Buffer.from([0x1c, 0x0d])]);

/** Sends that, says no more, and waits for the other side to hang up as well. */
async function send(port: number, bytes: Buffer): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.resume();
  socket.end(bytes);
  if (!socket.closed) await once(socket, 'close');
}

/** What became of bytes, by the product's own count. */
async function counted(http: string): Promise<Readonly<Record<string, number>>> {
  const text = await (await fetch(`${http}/metrics`)).text();
  const rows = [...text.matchAll(/^ipm_(frames|refused)_total\{[^}]*(?:kind|reason)="([^"]+)"[^}]*\} (\d+)$/gm)];
  const counts = rows.map(([, how, what, count]): [string, number] => [`${how} ${what}`, Number(count)]);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

it('partners that hang up inside a frame or send garbage keep nobody from being served', async () => {
  const hospital = await openTestHospital();
  try {
    const product = await hospital.start();
    const port = product.mllp['ipm'] ?? 0;
    const [first = '', ...others] = admissions(4);
    const whole = frame(first);
    for (const length of [1, 2, 10, whole.length - 3, whole.length - 2]) await send(port, whole.subarray(0, length));
    await send(port, Buffer.from('GET / HTTP/1.1\r\nHost: ward\r\n\r\n'));
    await send(port, Buffer.alloc(4096, 0xff));
    await send(port, frame('no HL7 at all'));
    await send(port, frame('MSH|^~\\&|cut'));
    const tooLarge = frame('A'.repeat(700_000));
    await send(port, tooLarge.subarray(0, 699_000));
    await send(port, tooLarge);
    // Bytes that are in no frame are passed over; what is in one is kept, whatever it is.
    expect(await counted(product.http)).toStrictEqual({
      ...{ 'refused half-frame': 6, 'refused too-large': 1 },
      ...{ 'frames too-large': 1, 'frames junk': 1, 'frames message': 1 },
    });
    expect(await hospital.feed([first, ...others])).toBe(4);
    await hospital.settled();
    const { messages } = await (await hospital.as('ina')).ask<MessagesAnswer>(MESSAGES);
    expect(messages.nodes.map(({ reason }) => reason).sort()).toStrictEqual(['TOO_LARGE', 'UNREADABLE', 'UNREADABLE']);
    expect(product.output()).not.toMatch(/Testperson|999\d{7}/);
    await afterwards(hospital, { told: admissions(4), occupancy: admitted(4) });
  } finally {
    await hospital.close();
  }
});
