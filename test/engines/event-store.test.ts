import { execFileSync } from 'node:child_process';
import { copyFile, cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineUnavailable } from '@flow/platform/event-store/errors';
import { eventStoreContract, type OpenEventStore } from '@flow/platform/event-store/event-store.contract';
import { openEventStoreDb } from '@flow/platform/event-store/eventstoredb/event-store-db';
import { followUntil, sampleEvent } from '@flow/platform/event-store/testing';
import { startStandIn } from '@flow/engines/event-store/engine';
import { lastingPort } from '@flow/engines/lasting-port';
import { eachWithStandIn, indexes, insistently, newFolder, upTo, write } from './running-stand-in';

const onStandIn: OpenEventStore = async () => {
  const folder = await newFolder();
  const standIn = await startStandIn({ folder });
  const store = openEventStoreDb({ connectionString: standIn.url });
  return {
    store,
    async close() {
      await store.close();
      await standIn.stop();
      await rm(folder, { recursive: true });
    },
  };
};

eventStoreContract('the client of EventStoreDB, on a stand-in', onStandIn);

describe('the event store by the client of EventStoreDB', () => {
  const standIn = eachWithStandIn();

  it('goes to the node that leads, by what a node says and by gossip, with its subscriptions', async () => {
    await standIn.again({ ports: [await lastingPort(), await lastingPort()] });
    const [first = 0] = standIn.now.ports;
    for (const connectionString of [standIn.now.url, `esdb://127.0.0.1:${first}?tls=false`]) {
      const store = standIn.open({ connectionString });
      const prefix = `stay${connectionString.length}-`;
      const following = followUntil(store, { prefixes: [prefix] }, (events) => events.length >= 40);
      for (let index = 0; index < 40; index += 1) {
        if (index % 10 === 5) await standIn.now.lead(index % 20 === 5 ? 1 : 0);
        const event = sampleEvent({ index });
        await insistently(async () => store.append(`${prefix}${index}`, 'no-stream', [event]));
      }
      expect(indexes(await following)).toStrictEqual(upTo(40));
    }
  });

  it('serves an earlier copy of its log, under the same name, at other positions', async () => {
    const store = standIn.open();
    const epoch = await store.epoch();
    await write(store, 0, 3);
    const copy = `${standIn.folder}-copy`;
    await cp(standIn.folder, copy, { recursive: true });
    await write(store, 3, 6);
    await standIn.now.stop();
    await copyFile(join(copy, 'events.log'), join(standIn.folder, 'events.log'));
    await rm(copy, { recursive: true });
    await standIn.again();
    expect(await insistently(async () => store.epoch())).toBe(epoch);
    expect((await store.read('stay-2', { limit: 1 })).exists).toBe(true);
    expect((await store.read('stay-3', { limit: 1 })).exists).toBe(false);
    await write(store, 3, 4);
    const events = await followUntil(store, { prefixes: ['stay-'] }, (seen) => seen.length >= 4);
    expect(indexes(events)).toStrictEqual(upTo(4));
  });

  it('has one name, whoever asks first, and after it was started again', async () => {
    const [one, two] = [standIn.open(), standIn.open()];
    const [epoch, other] = await Promise.all([one.epoch(), two.epoch()]);
    expect(other).toBe(epoch);
    await standIn.again();
    expect(await insistently(async () => one.epoch())).toBe(epoch);
  });

  it('keeps what else is known of a stream when it is truncated or limited', async () => {
    const store = standIn.open();
    await store.append(
      'stay-1',
      'no-stream',
      upTo(6).map((index) => sampleEvent({ index })),
    );
    await store.setMaxCount('stay-1', 4);
    await store.truncateBefore('stay-1', 4);
    await store.truncateBefore('stay-1', 1);
    await store.truncateBefore('stay-1', 99);
    expect((await store.read('stay-1', { limit: 10 })).events).toStrictEqual([]);
    await store.append(
      'stay-1',
      5,
      upTo(6).map((index) => sampleEvent({ index })),
    );
    expect(indexes((await store.read('stay-1', { limit: 10 })).events)).toStrictEqual([2, 3, 4, 5]);
  });

  it('shows a subscriber nothing that was deleted or truncated before, and all that was written since', async () => {
    const store = standIn.open();
    const events = (from: number, count: number) => upTo(count).map((index) => sampleEvent({ index: from + index }));
    await store.append('stay-1', 'no-stream', events(0, 2));
    await store.append('stay-2', 'no-stream', events(2, 3));
    await store.append('stay-3', 'no-stream', events(5, 1));
    await store.deleteStream('stay-1', 1);
    await store.append('stay-1', 'no-stream', events(6, 2));
    await store.truncateBefore('stay-2', 2);
    await store.deleteStream('stay-3', 0);
    const seen = await followUntil(store, { prefixes: ['stay-'] }, (all) => all.length >= 3);
    expect(indexes(seen)).toStrictEqual([4, 6, 7]);
    const later = followUntil(store, { prefixes: ['stay-'], after: seen[0]!.position }, (all) => all.length >= 3);
    await store.append('stay-3', 'no-stream', events(8, 1));
    expect(indexes(await later)).toStrictEqual([6, 7, 8]);
  });

  it('ends what waits when it is closed, and refuses more', async () => {
    const store = openEventStoreDb({ connectionString: standIn.now.url });
    const following = followUntil(store, { prefixes: ['stay-'] }, () => false);
    await store.append('stay-1', 'no-stream', [sampleEvent()]);
    await store.close();
    expect((await following).length).toBeLessThanOrEqual(1);
    await expect(store.append('stay-1', 0, [sampleEvent()])).rejects.toThrow(EngineUnavailable);
  });

  it('takes a certificate and credentials from the connection string, and is refused without them', async () => {
    const key = join(standIn.folder, 'key.pem');
    const cert = join(standIn.folder, 'cert.pem');
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
    const names = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert];
    execFileSync('openssl', [...request, ...names], { stdio: 'ignore' });
    await standIn.again({ tls: { key, cert }, credentials: 'writer:changeit' });
    const trusting = `${standIn.now.url}&tlsCAFile=${encodeURIComponent(cert)}`;
    const store = standIn.open({ connectionString: trusting });
    expect((await store.append('stay-1', 'no-stream', [sampleEvent()])).revision).toBe(0);
    expect(await followUntil(store, { prefixes: ['stay-'] }, (events) => events.length > 0)).toHaveLength(1);
    const unknown = standIn.open({ connectionString: trusting.replace('changeit', 'wrong') });
    await expect(unknown.append('stay-1', 0, [sampleEvent()])).rejects.toThrow(EngineUnavailable);
    const untrusting = standIn.open({ deadlineMs: 2000 });
    await expect(untrusting.append('stay-1', 0, [sampleEvent()])).rejects.toThrow(EngineUnavailable);
  });
});
