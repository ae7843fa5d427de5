import { connect } from 'node:net';
import { once } from 'node:events';
import { admissions } from '../product/adt';
import { admitted, openTestHospital } from '../product/hospital';

const frame = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0x0b]), Buffer.from(text), Buffer.from([0x1c, 0x0d])]);

async function send(port: number, bytes: Buffer): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  socket.destroy();
}

it('partners that hang up inside a frame or send garbage keep nobody from being served', async () => {
  const hospital = await openTestHospital();
  try {
    const product = await hospital.start();
    const port = product.mllp['ipm'] ?? 0;
    const [first = '', ...others] = admissions(4);
    const whole = frame(first);
    for (const length of [1, 2, 10, whole.length - 2, whole.length - 1]) await send(port, whole.subarray(0, length));
    await send(port, Buffer.from('GET / HTTP/1.1\r\nHost: ward\r\n\r\n'));
    await send(port, Buffer.alloc(4096, 0xff));
    await send(port, frame('no HL7 at all'));
    await send(port, frame('MSH|^~\\&|cut'));
    await send(port, Buffer.concat([Buffer.from([0x0b]), Buffer.alloc(700_000, 0x41)]));
    expect(await hospital.feed([first, ...others])).toBe(4);
    await hospital.settled();
    await hospital.shows(admitted(4));
    const ina = await hospital.as('ina');
    const { ipmTasks } = await ina.ask<{ ipmTasks: { nodes: unknown[] } | null }>(
      '{ ipmTasks(first: 10) { nodes { id } } }',
    );
    expect(ipmTasks).not.toBeNull();
    expect(product.output()).not.toMatch(/Testperson|999\d{7}/);
  } finally {
    await hospital.close();
  }
});
