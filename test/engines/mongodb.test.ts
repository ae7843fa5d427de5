import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beganAt } from '@flow/engines/engine-process';
import { mongodb } from '@flow/engines/mongodb/mongodb';
import { MongoClient } from 'mongodb';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flow-mongodb-'));
  await mongodb.install(() => undefined);
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

async function countOneMore(url: string): Promise<number> {
  const client = new MongoClient(url);
  try {
    const kept = client.db('flow').collection('kept');
    await kept.insertOne({});
    return await kept.countDocuments();
  } finally {
    await client.close();
  }
}

it('starts, is killed, comes back on its folder and port with what it had, and stops', async () => {
  const first = await mongodb.start({ folder });
  try {
    expect(await countOneMore(first.url)).toBe(1);
  } finally {
    first.kill();
  }
  const second = await mongodb.start({ folder, port: Number(new URL(first.url).port) });
  try {
    expect(second.url).toBe(first.url);
    expect(await countOneMore(second.url)).toBe(2);
  } finally {
    await second.stop();
  }
  expect([beganAt(first.pid), beganAt(second.pid)]).toEqual([undefined, undefined]);
});

it('is never called MongoDB', () => expect(mongodb.what).toMatch(/a stand-in for MongoDB$/));
