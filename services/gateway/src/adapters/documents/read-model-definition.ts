import type { Documents } from '@flow/platform/documents/documents';
import type { ReadModelDefinition } from '@flow/platform/running/read-model';
import type { AuditStreamDocument } from '../../projections/audit-stream-document';
import type { BreakGlassDocument } from '../../projections/break-glass-document';
import type { LookDocument } from '../../projections/look-document';
import { breakGlassCodec } from '../eventstore/break-glass-codec';
import { applyToReadModel, READ_MODEL_PREFIXES, type ReadModel } from '../../projections/read-model';

async function open(documents: Documents, named: (collection: string) => string): Promise<ReadModel> {
  return {
    looks: await documents.collection<LookDocument>(named('looks'), [
      { fields: ['patients'] },
      { fields: ['user', 'at'] },
      { fields: ['at'] },
    ]),
    streams: await documents.collection<AuditStreamDocument>(named('audit_streams'), [{ fields: ['open'] }]),
    breakGlass: await documents.collection<BreakGlassDocument>(named('break_glass'), [
      { fields: ['status', 'openedAt'] },
      { fields: ['user'] },
      { fields: ['openedAt'] },
    ]),
  };
}

/** What the gateway answers of its own records, folded from their events. */
export const gatewayReadModel: ReadModelDefinition<ReadModel> = {
  name: 'gateway',
  prefixes: READ_MODEL_PREFIXES,
  open,
  apply: async (model, events) => applyToReadModel(model, breakGlassCodec, events),
};
