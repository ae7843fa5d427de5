import { createHash } from 'node:crypto';
import { DuplicateKey, type Collection, type Document, type Documents } from '@flow/platform/documents/documents';
import type { Arrivals } from '../../application/records';
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

/**
 * The index of what came before. It is filled in the order of the inbox by whoever follows it: without it, following from the
 * first entry fills it again.
 */
export async function openStoredArrivals(documents: Documents): Promise<Arrivals> {
  const collection = await documents.collection<ArrivalDocument>(NAME, [{ fields: ['named'] }]);
  return {
    async register(message) {
      const { messageId } = message;
      const named = namedBy(message);
      const collision = named !== undefined && (await isOther(collection, named, messageId));
      const first = await insertedOrHeld(collection, {
        _id: contentOf(message),
        ...(named !== undefined && { named }),
        messageId,
        collision,
      });
      return first.messageId === messageId
        ? { collision: first.collision }
        : { duplicateOf: first.messageId, collision: false };
    },
  };
}

async function insertedOrHeld(
  collection: Collection<ArrivalDocument>,
  document: ArrivalDocument,
): Promise<ArrivalDocument> {
  try {
    await collection.insertOne(document);
    return document;
  } catch (error) {
    if (!(error instanceof DuplicateKey)) throw error;
    const held = await collection.findOne({ _id: document._id });
    if (held === undefined) throw new Error('An arrival was refused as known and is not there.', { cause: error });
    return held;
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
