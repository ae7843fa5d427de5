import { documentsContract } from '@flow/platform/documents/documents.contract';
import { hostileDocuments } from '@flow/platform/documents/hostile-documents';
import { createHostility } from '@flow/platform/engines/hostility';
import { existingServer, startStandIn, type DocumentServer } from './running-mongodb';

const url = process.env['MONGODB_URL'];
const name = url === undefined ? 'a stand-in for MongoDB' : 'the server of MONGODB_URL';

let server: DocumentServer;
beforeAll(async () => {
  server = url === undefined ? await startStandIn() : existingServer(url);
});
afterAll(async () => server.remove());

documentsContract(name, async () => {
  const documents = server.documents();
  return Promise.resolve({ documents, close: async () => documents.close() });
});

documentsContract(`${name}, hostile`, async () => {
  const documents = server.documents();
  const hostility = createHostility({ seed: 20260105 });
  return Promise.resolve({
    documents: hostileDocuments(documents, hostility),
    close: async () => documents.close(),
  });
});
