import { createHash } from 'node:crypto';
import { DuplicateKey, type Collection, type Document, type Documents } from '@flow/platform/documents/documents';
import { OutcomeUnknown } from '@flow/platform/event-store/errors';
import { setTimeout as pause } from 'node:timers/promises';
import type { Arrivals, Registered } from '../../application/records';
import type { FrameReceived } from '../../domain/inbox/inbox-event';

/** The first message of each content, by its hash; another with the same hash is the same message sent again. */
interface ArrivalDocument extends Document {
  /** Names sender and control id. Absent where no control id was sent: then nothing can collide. */
  readonly named?: string;
  readonly messageId: string;
  /** The control id was known with other content before this. */
  readonly collision: boolean;
}

const NAME = 'ipm-arrivals';
const MOST_ATTEMPTS = 8;

/**
 * The index of what came before. It is filled in the order of the inbox by whoever follows it: without it, following from the
 * first entry fills it again.
 */
export async function openStoredArrivals(documents: Documents): Promise<Arrivals> {
  const collection = await documents.collection<ArrivalDocument>(NAME, [{ fields: ['named'] }]);
  return {
    async register(messages) {
      const arrived = messages.map((message) => ({ message, _id: contentOf(message), named: namedBy(message) }));
      const collides = collisionsAmong(arrived);
      const firsts = new Map<string, Promise<ArrivalDocument>>();
      const answers = arrived.map(async ({ message: { messageId }, _id, named }, nth) => {
        const first = firsts.get(_id) ?? firstOf(collection, { _id, named, messageId }, collides[nth] ?? false);
        firsts.set(_id, first);
        return [messageId, answerOf(await first, messageId)] as const;
      });
      return new Map(await Promise.all(answers));
    },
    async forget(entries) {
      for (const entry of entries) {
        if (entry.type !== 'frame-received.v1') continue;
        const its = { _id: contentOf(entry), messageId: entry.messageId };
        await certainly(async () => collection.deleteMany(its));
      }
    },
  };
}

interface Arrived {
  readonly _id: string;
  readonly named: string | undefined;
}

/** For each, whether the same name came with other content before it among these. */
function collisionsAmong(arrived: readonly Arrived[]): readonly boolean[] {
  const contents = new Map<string, Set<string>>();
  return arrived.map(({ _id, named }) => {
    if (named === undefined) return false;
    const known = contents.get(named) ?? new Set();
    contents.set(named, known.add(_id));
    return known.size > 1;
  });
}

async function firstOf(
  collection: Collection<ArrivalDocument>,
  { named, messageId, _id }: Arrived & { readonly messageId: string },
  collides: boolean,
): Promise<ArrivalDocument> {
  const collision = collides || (named !== undefined && (await isOther(collection, named, messageId)));
  return insertedOrHeld(collection, { _id, ...(named !== undefined && { named }), messageId, collision });
}

const answerOf = ({ messageId, collision }: ArrivalDocument, asked: string): Registered =>
  messageId === asked ? { collision } : { duplicateOf: messageId, collision: false };

async function insertedOrHeld(
  collection: Collection<ArrivalDocument>,
  document: ArrivalDocument,
): Promise<ArrivalDocument> {
  try {
    await certainly(async () => collection.insertOne(document));
    return document;
  } catch (error) {
    if (!(error instanceof DuplicateKey)) throw error;
    const held = await collection.findOne({ _id: document._id });
    if (held === undefined) throw new Error('An arrival was refused as known and is not there.', { cause: error });
    return held;
  }
}

/** Many are written at a time: one answer that is lost must not begin all of them again. */
async function certainly(write: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await write();
      return;
    } catch (error) {
      if (!(error instanceof OutcomeUnknown) || attempt === MOST_ATTEMPTS) throw error;
      await pause(2 ** attempt);
    }
  }
}

async function isOther(collection: Collection<ArrivalDocument>, named: string, messageId: string): Promise<boolean> {
  const [first] = await collection.find({ named, messageId: { $ne: messageId } }, { limit: 1 });
  return first !== undefined;
}

const hash = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

const namedBy = ({ partner, sender, controlId }: FrameReceived): string | undefined =>
  controlId === undefined ? undefined : hash(partner, sender, controlId);

/** Without a control id only the very same bytes are the same message: two alike in all but their time may be two. */
const contentOf = ({ partner, sender, controlId, contentHash, sha256 }: FrameReceived): string =>
  controlId === undefined ? hash(partner, sender, sha256) : hash(partner, sender, controlId, contentHash);
