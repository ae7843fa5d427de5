import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { eachWithStandIn } from './running-stand-in';

/** What the adapter does not use, so that another client finds it as it should be. */
describe('the stand-in for the event store', () => {
  const standIn = eachWithStandIn();
  const event = (text: string) => jsonEvent({ type: 'thing-happened.v1', data: { text } });

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
});
