import type { Document, Documents } from '../documents/documents';

interface PublishedDocument extends Document {
  /** Of the last event of this subject that the bus has. */
  readonly revision: number;
}

/** The last revision that the bus has of each subject. */
export interface PublishedKeys {
  lastOf(subject: string): Promise<number | null>;
  /** Once the bus has them. Never goes back. */
  note(revisions: ReadonlyMap<string, number>): Promise<void>;
}

const PUBLISHED = 'published';
const MOST_REMEMBERED = 20_000;

/** `scope` names the publisher and the life of its store. */
export async function openPublishedKeys(documents: Documents, scope: string): Promise<PublishedKeys> {
  const keys = await documents.collection<PublishedDocument>(PUBLISHED, []);
  const remembered = new Map<string, number>();
  const idOf = (subject: string): string => `${scope}/${subject}`;
  return {
    async lastOf(subject) {
      const known = remembered.get(subject);
      if (known !== undefined) return known;
      return (await keys.findOne({ _id: idOf(subject) }))?.revision ?? null;
    },
    async note(revisions) {
      await Promise.all(
        [...revisions].map(async ([subject, revision]) =>
          keys.updateOne({ _id: idOf(subject) }, { $max: { revision } }, { upsert: true }),
        ),
      );
      if (remembered.size > MOST_REMEMBERED) remembered.clear();
      for (const [subject, revision] of revisions) remembered.set(subject, revision);
    },
  };
}
