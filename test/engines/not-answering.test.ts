import { startStandIn as startEventStore, type RunningStandIn } from '@flow/engines/event-store/engine';
import { whoIsSilent } from '@flow/platform/engines/not-answering';
import { rm } from 'node:fs/promises';
import { startStandIn as startDocuments, type RunningStandIn as RunningDocuments } from './running-mongodb';
import { newFolder } from './running-stand-in';

let folder: string;
let eventStore: RunningStandIn;
let documents: RunningDocuments;
beforeAll(async () => {
  folder = await newFolder();
  eventStore = await startEventStore({ folder });
  documents = await startDocuments();
});
afterAll(async () => {
  await eventStore.stop();
  await documents.remove();
  await rm(folder, { recursive: true });
});

const silent = async (): Promise<string> =>
  whoIsSilent({
    ...{ eventStore: { text: eventStore.url }, inbox: { text: eventStore.url }, mongodb: { text: documents.url } },
    ...{ kafka: { brokers: [], tls: false }, siteKeyFile: '' },
  });

it('names the one engine that does not answer, and none where all do', async () => {
  expect(await silent()).toBe('An engine did not answer for a while, and answers now.');
  documents.kill();
  expect(await silent()).toBe('The document store (MONGODB_URL) does not answer.');
  await documents.restart();
  await eventStore.stop();
  expect(await silent()).toBe('The event store (KURRENTDB_URL) does not answer.');
});
