import type { Documents } from './documents';

/** The same engine, every collection of which has that before its name. */
export const prefixedDocuments = (documents: Documents, prefix: string): Documents => ({
  collection: async (name, indexes) => documents.collection(`${prefix}${name}`, indexes),
  drop: async (name) => documents.drop(`${prefix}${name}`),
});
