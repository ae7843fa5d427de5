import type { Bus, DeliveredMessage } from '@flow/platform/bus/bus';
import type { Document, Documents } from '@flow/platform/documents/documents';
import type { Engines } from '@flow/platform/engines/engines';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { randomUUID } from 'node:crypto';
import { certain } from '../certain';
import { meaningsOf, repeatsOf, wordsFor } from './in-words';
import { everyEvent } from '../every-event';

/** What the engines hold, in words that are the same in every run that came to the same. */
export interface Held {
  /** By stream, what each event is. */
  readonly types: Readonly<Record<string, readonly string[]>>;
  /** By stream, all that each event says. */
  readonly events: Readonly<Record<string, readonly string[]>>;
  /** By collection, all that each document says. */
  readonly documents: Readonly<Record<string, readonly string[]>>;
  /** By topic and key, each message once, in the order in which they came. */
  readonly published: Readonly<Record<string, readonly string[]>>;
  /** Events that a stream has twice: none. */
  readonly twice: readonly string[];
  /** Messages that came again with other words, or before one that they follow: none. */
  readonly misplaced: readonly string[];
}

/** Streams begin with a letter; those of the server itself do not. */
const ALL = 'abcdefghijklmnopqrstuvwxyz'.split('');
const TOPICS = ['patients', 'beds', 'ipm'];
const MOST = 10_000;
const COMES_WITHIN_MS = 60_000;
/** Who looked at what differs from run to run, and how often an engine was opened for the first time. */
const LEFT_OUT = /^(audit|site-key|storeIdentity|storeMark)|^gateway-N-(audit_streams|looks)$/;
/** Details of patients are fetched while they are on a board: of which revision they last were is a matter of moments. */
const atAnyRevision = (name: string, document: Document): Document =>
  name === 'beds_patients' ? { ...document, ...{ revision: 0 } } : document;
/** Who does it now, and how far they are. */
const PROGRESS = new Set([
  ...['leases', 'positions', 'published', 'read-models', 'read-model-generations', 'store-lives', 'store-marks'],
  'vocabulary-speakers',
]);

const grouped = (entries: readonly (readonly [name: string, said: string])[]): Record<string, string[]> => {
  const groups: Record<string, string[]> = {};
  for (const [name, said] of entries) (groups[name] ??= []).push(said);
  return groups;
};

/** Streams that have the same name in words are one, and what such a group says is in order of the alphabet. */
const sorted = (groups: Record<string, string[]>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(groups).map(([name, said]) => [name, said.sort()]));

/** A task is raised or closed on behalf of who finds its cause first: who tells it, or after a crash who starts or tidies up. */
const saysOf = ({ type, data, metadata }: RecordedEvent): readonly unknown[] =>
  /-task-(raised|closed)\.v1$/.test(type) ? [type, data] : [type, data, metadata];

function eventsTwice(events: readonly RecordedEvent[]): readonly string[] {
  const seen = new Set<string>();
  return events.flatMap(({ stream, id, type }) => {
    const isTwice = seen.has(`${stream}/${id}`);
    seen.add(`${stream}/${id}`);
    return isTwice ? [`${stream}: ${type}`] : [];
  });
}

interface Shown extends Document {
  readonly generation: number;
}

async function everyDocument(
  documents: Documents,
  made: readonly string[],
): Promise<readonly (readonly [string, Document])[]> {
  const models = await documents.collection<Shown>('read-models', []);
  const all: (readonly [string, Document])[] = [];
  const generations = new Map((await models.find({}, { limit: MOST })).map(({ _id, generation }) => [_id, generation]));
  for (const name of new Set(made.map(unnumbered))) {
    if (PROGRESS.has(name) || LEFT_OUT.test(name)) continue;
    const [model = ''] = name.split('-N-');
    const held = await documents.collection(name.replace('-N-', `-${generations.get(model) ?? 1}-`), []);
    for (const document of await held.find({}, { limit: MOST })) all.push([name, atAnyRevision(name, document)]);
  }
  return all;
}

/** A collection of a read model is named by its generation, too. */
const unnumbered = (collection: string): string => collection.replace(/-\d+-/, '-N-');

interface Published extends Document {
  readonly revision: number;
}

const placeOf = ({ value }: DeliveredMessage) =>
  JSON.parse(value) as { readonly subject: string; readonly revision: number };

/** All that the publishers have noted as being there. */
async function everyMessage(bus: Bus, documents: Documents): Promise<readonly DeliveredMessage[]> {
  const noted = await (await documents.collection<Published>('published', [])).find({}, { limit: MOST });
  const awaited = new Map(
    noted.map(({ _id, revision }) => [_id.slice(_id.indexOf('/', _id.indexOf('/') + 1) + 1), revision]),
  );
  const seen: DeliveredMessage[] = [];
  const done = new AbortController();
  const consuming = bus.consume({
    ...{ group: `comparing-${randomUUID()}`, topics: TOPICS, signal: done.signal },
    onBatch: async (messages) => {
      seen.push(...messages);
      for (const { subject, revision } of messages.map(placeOf))
        if ((awaited.get(subject) ?? Infinity) <= revision) awaited.delete(subject);
      return Promise.resolve();
    },
  });
  await certain('all that was published is on the bus', COMES_WITHIN_MS, () => (awaited.size === 0 ? true : undefined));
  done.abort();
  await consuming;
  return seen;
}

/** A repeat says the same; what is new follows what came before it. */
function firstOnes(messages: readonly DeliveredMessage[]) {
  const texts = new Map<string, string>();
  const last = new Map<string, number>();
  const misplaced: string[] = [];
  const first = messages.filter((message) => {
    const { topic, key, value } = message;
    const { revision } = placeOf(message);
    const before = texts.get(`${topic}/${key}/${revision}`);
    if (before !== undefined) {
      if (before !== value) misplaced.push(`${topic}: ${value} after ${before}`);
      return false;
    }
    if (revision <= (last.get(`${topic}/${key}`) ?? -1)) misplaced.push(`${topic}: ${value} too late`);
    texts.set(`${topic}/${key}/${revision}`, value);
    last.set(`${topic}/${key}`, revision);
    return true;
  });
  return { first, misplaced };
}

/** What they hold in the collections that were made. */
export async function whatIsHeld({ events, inbox, bus, documents }: Engines, made: readonly string[]): Promise<Held> {
  const stored = [...(await everyEvent(events, ALL)), ...(inbox === events ? [] : await everyEvent(inbox, ALL))];
  const repeats = repeatsOf(stored);
  const said = wordsFor(meaningsOf(stored));
  const isRepeat = (text: string): boolean => repeats.some((id) => text.includes(id));
  const own = stored.filter(
    (event) => !LEFT_OUT.test(event.stream) && !isRepeat(JSON.stringify([event.stream, event.data])),
  );
  const { first, misplaced } = firstOnes(await everyMessage(bus, documents));
  return {
    types: sorted(grouped(own.map(({ stream, type }) => [said(stream), type]))),
    events: sorted(grouped(own.map((event) => [said(event.stream), said(saysOf(event))]))),
    documents: sorted(
      grouped(
        (await everyDocument(documents, made))
          .filter(([, document]) => !isRepeat(JSON.stringify(document)))
          .map(([name, document]) => [name, said(document)]),
      ),
    ),
    published: grouped(
      first
        .filter(({ value }) => !isRepeat(value))
        .map(({ topic, key, value }) => [`${topic} ${said(key)}`, said(JSON.parse(value))]),
    ),
    twice: eventsTwice(stored),
    misplaced,
  };
}
