import type { Document, Documents } from '@flow/platform/documents/documents';

interface Pointer extends Document {
  readonly generation: number;
}
interface Generation extends Document {
  readonly collections: readonly string[];
}

const MOST = 1000;
const POSITION = /\d{20}-\d{20}/g;

/** Every document of every read model that is shown, by collection; where it stands in the store is left out. */
export async function shownDocuments(documents: Documents): Promise<Readonly<Record<string, readonly Document[]>>> {
  const pointers = await documents.collection<Pointer>('read-models', []);
  const generations = await documents.collection<Generation>('read-model-generations', []);
  const shown: Record<string, readonly Document[]> = {};
  for (const { _id: model, generation } of await pointers.find({}, { limit: MOST })) {
    const found = await generations.findOne({ _id: `${model}/${generation}` });
    for (const name of found?.collections ?? []) {
      const held = await (await documents.collection(name, [])).find({}, { limit: MOST });
      const texts = held.map((document) => JSON.stringify(document).replace(POSITION, 'position'));
      shown[name.replace(`-${generation}-`, '-')] = texts.sort().map((text) => JSON.parse(text) as Document);
    }
  }
  return shown;
}
