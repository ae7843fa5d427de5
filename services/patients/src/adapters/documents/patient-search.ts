import type { PatientSearch, SearchAsked, SearchHit } from '../../application/ports';
import { patientId } from '../../domain/ids';
import { KEY_SEPARATOR, leastKeyIn } from '../../domain/search/keys';
import { SPACES, type SearchDocument } from '../../projections/search-document';
import type { SearchModel } from '../../projections/search-model';

/** Above every character that a key is made of. */
const LAST = '\uFFFF';
const MOST_OPENED = 100;

/** A row that may lead to somebody. */
interface Found {
  readonly key: string;
  readonly restricted: boolean;
}

/**
 * Walks the rows of each beginning in the order of their keys, no further than the page needs. A person is shown once, under
 * the least of their keys that fit; a row that its person has no more shows nobody.
 */
export function patientSearch(current: () => SearchModel): PatientSearch {
  return {
    async find(asked) {
      const model = current();
      const beginnings = withoutContained(asked.beginnings);
      if (beginnings.length === 0) return [];
      const opened = await openedRows(model, { ...asked, beginnings });
      const hits: SearchHit[] = [];
      for (let after = asked.after; ;) {
        const found = await rowsAfter(model, { ...asked, beginnings, after }, opened);
        hits.push(...(await hitsOf(model, beginnings, found)));
        after = found.at(-1)?.key;
        if (hits.length >= asked.limit || found.length < asked.limit || after === undefined) break;
      }
      return hits.slice(0, asked.limit);
    },
  };
}

/** A beginning of another beginning finds all that the other does. */
const withoutContained = (beginnings: readonly string[]): readonly string[] =>
  [...new Set(beginnings)].filter((one) => !beginnings.some((other) => other !== one && one.startsWith(other)));

type Walking = Omit<SearchAsked, 'after'> & { readonly after: string | undefined };

/** The first rows after that key, of all beginnings together. */
async function rowsAfter(
  { rows }: SearchModel,
  { beginnings, after = '', limit, sees }: Walking,
  opened: readonly Found[],
): Promise<readonly Found[]> {
  const spaces = sees === 'everybody' ? [SPACES.open, SPACES.restricted] : [SPACES.open];
  const walks = spaces.flatMap((space) =>
    beginnings.map(async (beginning) => {
      const from = after > beginning ? { $gt: `${space}${after}` } : { $gte: `${space}${beginning}` };
      const filter = { _id: { ...from, $lt: `${space}${beginning}${LAST}` } };
      const found = await rows.find(filter, { sort: { _id: 1 }, limit });
      return found.map(({ _id }): Found => ({ key: _id.slice(space.length), restricted: space !== SPACES.open }));
    }),
  );
  const found = [...(await Promise.all(walks)).flat(), ...opened.filter(({ key }) => key > after)];
  return found.sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, limit);
}

/** The rows of the restricted people whom the asker has opened. */
async function openedRows({ people }: SearchModel, { beginnings, sees }: SearchAsked): Promise<readonly Found[]> {
  if (sees === 'everybody' || sees.length === 0) return [];
  const opened = await inUse(people, sees.slice(0, MOST_OPENED));
  return opened
    .filter(({ restricted }) => restricted)
    .flatMap(({ keys }) => keys.filter((key) => beginnings.some((beginning) => key.startsWith(beginning))))
    .map((key) => ({ key, restricted: true }));
}

/** The people whose records these are now: a record may have been merged since it was opened. */
async function inUse(people: SearchModel['people'], ids: readonly string[]): Promise<readonly SearchDocument[]> {
  const known = new Map<string, SearchDocument>();
  for (let asked = ids; asked.length > 0;) {
    const found = await people.find({ _id: { $in: asked } }, { limit: asked.length });
    for (const one of found) known.set(one._id, one);
    asked = [...new Set(found.flatMap(({ state }) => state.record.merge?.into ?? []))].filter((id) => !known.has(id));
  }
  return [...known.values()];
}

async function hitsOf(
  { people }: SearchModel,
  beginnings: readonly string[],
  found: readonly Found[],
): Promise<readonly SearchHit[]> {
  const ids = [...new Set(found.map(({ key }) => idIn(key)))];
  if (ids.length === 0) return [];
  const documents = await people.find({ _id: { $in: ids } }, { limit: ids.length });
  const byId = new Map<string, SearchDocument>(documents.map((document) => [document._id, document]));
  return found.flatMap(({ key, restricted }) => {
    const person = byId.get(idIn(key));
    if (person?.restricted !== restricted || leastKeyIn(person.keys, beginnings) !== key) return [];
    return [{ key, patientId: patientId(person._id) }];
  });
}

const idIn = (key: string): string => key.slice(key.lastIndexOf(KEY_SEPARATOR) + 1);
