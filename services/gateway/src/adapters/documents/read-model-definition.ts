import type { Documents } from '@flow/platform/documents/documents';
import type { ReadModelDefinition } from '@flow/platform/running/read-model';
import type { AuditStreamDocument } from '../../projections/audit-stream-document';
import type { LookDocument } from '../../projections/look-document';
import { applyToReadModel, READ_MODEL_PREFIXES, type ReadModel } from '../../projections/read-model';

async function open(documents: Documents, named: (collection: string) => string): Promise<ReadModel> {
  return {
    looks: await documents.collection<LookDocument>(named('looks'), [
      { fields: ['patients'] },
      { fields: ['user', 'at'] },
      { fields: ['at'] },
    ]),
    streams: await documents.collection<AuditStreamDocument>(named('audit_streams'), [{ fields: ['open'] }]),
  };
}

/** What the gateway answers of its own records, folded from their events. */
export const gatewayReadModel: ReadModelDefinition<ReadModel> = {
  name: 'gateway',
  prefixes: READ_MODEL_PREFIXES,
  open,
  apply: applyToReadModel,
};
