import { PeerUnavailable } from '@flow/platform/graphql/peer';
import { patientId } from '../../domain/ids';
import { erasedDocuments } from './erased-documents';

const AMAL = patientId('0b5f1c7e-3d43-4c8a-9f6e-2a1b3c4d5e6f');

const untouched = (): never => {
  throw new Error('Documents that are half built were asked.');
};

it('judges nothing by documents that are still being built: who is not there yet may come in a moment', async () => {
  const documents = erasedDocuments({ current: untouched, search: untouched, caughtUp: () => false });
  await expect(documents.openTasksAbout([AMAL])).rejects.toThrow(PeerUnavailable);
  const erasure = { patientIds: [AMAL] };
  await expect(documents.isShown(erasure)).rejects.toThrow(PeerUnavailable);
});
