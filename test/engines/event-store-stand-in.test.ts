import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { AppendReq } from '@eventstore/db-client/generated/streams_pb';
import { credentials } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { startStandIn } from '@flow/engines/event-store/engine';
import { portOf } from '@flow/engines/event-store/front';
import { certain } from '../product/certain';
import { eachWithStandIn, write } from './running-stand-in';

const TRIALS = 20;
const FIRST_BYTES = 20_000;

const optionsOf = (stream: string): AppendReq =>
  new AppendReq().setOptions(
    new AppendReq.Options()
      .setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(stream)))
      .setNoStream(new Empty()),
  );

function eventOf(text: string): AppendReq {
  const proposed = new AppendReq.ProposedMessage().setId(new UUID().setString(randomUUID())).setData(Buffer.from(text));
  proposed.getMetadataMap().set('type', 'thing-happened.v1').set('content-type', 'application/json');
  return new AppendReq().setProposedMessage(proposed);
}

/** Sends the first events of an append by the generated client, as one does that dies before the last. */
async function cutAnAppend(
  port: number,
  stream: string,
  how: 'ends' | 'is reset' | 'is given up by its client',
): Promise<void> {
  const sockets: Socket[] = [];
  const between = createServer((from) => {
    const to = connect(port, '127.0.0.1');
    from.pipe(to).pipe(from);
    for (const socket of [from, to]) socket.on('error', () => undefined);
    sockets.push(from, to);
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const client = new StreamsClient(`127.0.0.1:${portOf(between.address())}`, credentials.createInsecure());
  const failed = new Promise<void>((resolve) => {
    const call = client.append(() => resolve());
    for (const message of [optionsOf(stream), eventOf('x'.repeat(FIRST_BYTES)), eventOf('{}')]) call.write(message);
    const cameThrough = (): true | undefined => ((sockets[1]?.bytesWritten ?? 0) > FIRST_BYTES ? true : undefined);
    void certain('the first event came', 60_000, cameThrough).then(() => {
      if (how === 'is given up by its client') call.cancel();
      else for (const socket of sockets) socket[how === 'ends' ? 'end' : 'resetAndDestroy']();
    });
  });
  await failed;
  client.close();
  for (const socket of sockets) socket.destroy();
  between.close();
}

/** What the adapter does not use, so that another client finds it as it should be. */
describe('the stand-in for the event store', () => {
  const standIn = eachWithStandIn();
  const event = (text: string) => jsonEvent({ type: 'thing-happened.v1', data: { text } });

  it('holds its folder: a second one on the same log would keep half of the events', async () => {
    await expect(startStandIn({ folder: standIn.folder })).rejects.toThrow('has ended while it was starting');
    const log = await readFile(join(standIn.folder, 'stand-in.log'), 'utf8');
    expect(log).toContain(`${standIn.folder} is in use by process ${standIn.now.pid}.`);
  });

  it('takes batch appends, refuses those at another revision, and those that are too large', async () => {
    const client = EventStoreDBClient.connectionString(standIn.now.url);
    const expectedRevision = NO_STREAM;
    const batch = [event('a'), event('b')];
    const first = await client.appendToStream('stay-1', batch, { expectedRevision });
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(await client.appendToStream('stay-1', batch, { expectedRevision })).toStrictEqual(first);
    await expect(client.appendToStream('stay-1', [event('c')], { expectedRevision })).rejects.toMatchObject({
      type: 'wrong-expected-version',
      actualVersion: 1n,
    });
    const large = event('x'.repeat(1_100_000));
    await expect(client.appendToStream('stay-1', [large], { expectedRevision: 1n })).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1_048_576,
    });
    await client.dispose();
  });

  it.each(['ends', 'is reset', 'is given up by its client'] as const)(
    'keeps nothing of an append whose connection %s before it was whole',
    async (how) => {
      const store = standIn.open();
      for (let trial = 0; trial < TRIALS; trial += 1) {
        const stream = `stay-${trial}`;
        await cutAnAppend(standIn.port, stream, how);
        // What is written after it shows that nothing is under way any more.
        await write(store, TRIALS + trial, TRIALS + trial + 1);
        expect(await store.read(stream, { limit: 10 })).toMatchObject({ exists: false });
      }
    },
  );
});
