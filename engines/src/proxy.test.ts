import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { startProxy, type Proxy, type Target } from './proxy';

/** Says its name, then whatever it is told. */
async function echo(name: string): Promise<{ readonly server: Server; readonly target: Target }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(name);
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, target: { host: '127.0.0.1', port: (server.address() as AddressInfo).port } };
}

async function said(socket: Socket): Promise<string> {
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return bytes.toString();
}

describe('a proxy', () => {
  const closing: (() => unknown)[] = [];
  const targets: Target[] = [];
  let proxy: Proxy;

  function client(): Socket {
    const socket = connect(proxy.port, proxy.host).on('error', () => undefined);
    closing.push(() => socket.destroy());
    return socket;
  }

  beforeAll(async () => {
    for (const name of ['a', 'b']) {
      const { server, target } = await echo(name);
      targets.push(target);
      closing.push(() => server.close());
    }
    proxy = await startProxy(() => targets);
  });
  afterAll(async () => {
    for (const close of closing) close();
    await proxy.close();
  });

  it('hands connections out in turn, and past a server that is away', async () => {
    expect(new Set([await said(client()), await said(client())])).toStrictEqual(new Set(['a', 'b']));
    const [first = { host: '127.0.0.1', port: 1 }] = targets;
    targets[0] = { ...first, port: 1 };
    expect([await said(client()), await said(client())]).toStrictEqual(['b', 'b']);
    targets[0] = first;
  });

  it('cuts what is open, refuses what comes, and mends', async () => {
    const open = client();
    await said(open);
    proxy.cut();
    await once(open, 'close');
    await once(client(), 'close');
    proxy.mend();
    expect(await said(client())).toMatch(/^[ab]$/);
  });

  it('forgets what is open without a word, and carries what comes', async () => {
    const open = client();
    await said(open);
    proxy.forget();
    open.write('lost');
    expect(await said(client())).toMatch(/^[ab]$/);
    expect([open.readableLength, open.destroyed]).toStrictEqual([0, false]);
  });

  it('swallows, and goes on where it was', async () => {
    const open = client();
    await said(open);
    proxy.swallow();
    const heard = said(open);
    open.write('kept');
    const other = client();
    await once(other, 'connect');
    proxy.mend();
    expect(await heard).toBe('kept');
    expect(await said(other)).toMatch(/^[ab]$/);
  });
});
