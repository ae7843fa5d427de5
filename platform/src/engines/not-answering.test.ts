import { createServer } from 'node:net';
import { once } from 'node:events';
import { silentSentence, whoIsSilent } from './not-answering';

const EVENT_STORE = { called: 'the event store', setting: 'KURRENTDB_URL' };
const DOCUMENTS = { called: 'the document store', setting: 'MONGODB_URL_FILE' };

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('It has no port.');
  return address.port;
}

describe('which engine does not answer', () => {
  it.each([
    [[DOCUMENTS], 'The document store (MONGODB_URL_FILE) does not answer.'],
    [
      [EVENT_STORE, DOCUMENTS],
      'The event store (KURRENTDB_URL) and the document store (MONGODB_URL_FILE) do not answer.',
    ],
    [[], 'An engine did not answer for a while, and answers now.'],
  ])('is said by its setting: %j', (silent, sentence) => expect(silentSentence(silent)).toBe(sentence));

  it('is found by asking each', async () => {
    const port = await closedPort();
    const eventStore = { text: `esdb://127.0.0.1:${port}?tls=false` };
    const inbox = { text: `esdb://127.0.0.1:${port}?tls=false&keepAliveInterval=20000` };
    const told = await whoIsSilent({
      ...{ eventStore, inbox, mongodb: { text: `mongodb://127.0.0.1:${port}/flow` } },
      ...{ kafka: { brokers: [], tls: false }, siteKeyFile: '' },
    });
    expect(told).toBe(
      'The event store (KURRENTDB_URL) and the store of the inbox (INBOX_STORE_URL) and the document store (MONGODB_URL) do not answer.',
    );
  });
});
