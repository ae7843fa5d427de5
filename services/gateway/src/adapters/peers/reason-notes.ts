import type { GraphPeer } from '@flow/platform/graphql/peer';
import { serviceIdentity } from '@flow/platform/security/identity';
import { OperatorError } from '@flow/platform/values/operator-error';
import { z } from 'zod';
import type { ReasonNotes } from '../../application/break-glass';

const WRITE = `mutation WriteReason($input: WriteNoteInput!) {
  written: writeNote(input: $input) { ... on NoteWritten { note { id } } }
}`;
const answer = z.object({ written: z.object({ note: z.object({ id: z.string() }) }) });

/** The patients service, which keeps all text about patients. */
export const createReasonNotes = (peer: GraphPeer): ReasonNotes => ({
  async write({ key, patientId, text, onBehalfOf }) {
    const input = { idempotencyKey: key, patientId, kind: 'BREAK_GLASS_REASON', text, onBehalfOf };
    const identity = serviceIdentity('gateway');
    const data = await peer.execute({ document: WRITE, variables: { input }, identity, correlationId: 'break-glass' });
    const read = answer.safeParse(data);
    if (!read.success) throw new OperatorError('The reason of a break-glass was refused by the service that keeps it.');
    return read.data.written.note.id;
  },
});
