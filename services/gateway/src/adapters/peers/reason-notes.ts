import type { GraphPeer } from '@flow/platform/graphql/peer';
import { serviceIdentity } from '@flow/platform/security/identity';
import { z } from 'zod';
import type { ReasonNotes } from '../../application/break-glass';

const WRITE = `mutation WriteReason($input: WriteNoteInput!) {
  written: writeNote(input: $input) { ... on NoteWritten { note { id } } ... on DomainError { code } }
}`;
const answer = z.object({
  written: z.union([z.object({ note: z.object({ id: z.string() }) }), z.object({ code: z.string() })]),
});

/** The patients service, which keeps all text about patients. */
export const createReasonNotes = (peer: GraphPeer): ReasonNotes => ({
  async write({ key, patientId, text, onBehalfOf }) {
    const input = { idempotencyKey: key, patientId, kind: 'BREAK_GLASS_REASON', text, onBehalfOf };
    const identity = serviceIdentity('gateway');
    const data = await peer.execute({ document: WRITE, variables: { input }, identity, correlationId: 'break-glass' });
    const { written } = answer.parse(data);
    if ('note' in written) return { noteId: written.note.id };
    return { refused: written.code === 'IDEMPOTENCY_KEY_REUSED' ? written.code : 'INVALID_INPUT' };
  },
});
