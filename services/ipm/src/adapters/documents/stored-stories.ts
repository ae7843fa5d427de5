import type { Collection, Document, Documents, Filter } from '@flow/platform/documents/documents';
import { replaceIfNewer } from '@flow/platform/documents/documents';
import type { Position } from '@flow/platform/event-store/event-store';
import type { OpenMessages } from '../../application/look-again';
import type { MessageFilter, MessageStories, MessageStory, StoryCursor } from '../../application/message-stories';

/** A story, and the position of the last event that it knows. */
export interface StoryDocument extends Document {
  readonly story: MessageStory;
  readonly position: Position;
  /** Whether another configuration might say more about it. */
  readonly open: boolean;
}

/** A story and where it stands. */
export type StandingStory = Pick<StoryDocument, 'story' | 'position'>;

export interface StoredStories extends MessageStories, OpenMessages {
  findStanding(messageId: string): Promise<StandingStory | undefined>;
  /** Keeps the document held where that is as new. */
  save(story: MessageStory, position: Position): Promise<void>;
}

export const STORIES = 'ipm-messages';

const INDEXES = [
  { fields: ['story.receivedAt'] },
  { fields: ['story.controlId'] },
  { fields: ['story.patientIds'] },
  { fields: ['story.lanes'] },
  { fields: ['story.partner', 'story.status'] },
  { fields: ['story.partner', 'open'] },
  { fields: ['story.mayHeal'] },
  { fields: ['story.asked'] },
  { fields: ['story.status'] },
];

/** `name`: of the collection, which a rebuild chooses. */
export async function openStoredStories(documents: Documents, name = STORIES): Promise<StoredStories> {
  return overCollection(await documents.collection<StoryDocument>(name, INDEXES));
}

function overCollection(collection: Collection<StoryDocument>): StoredStories {
  const idsOf = async (filter: Filter, { after, limit }: { after: string | undefined; limit: number }) => {
    const found = await collection.find({ ...filter, ...(after !== undefined && { _id: { $gt: after } }) }, { limit });
    return found.map(({ _id }) => _id);
  };
  return {
    find: async (messageId) => (await collection.findOne({ _id: messageId }))?.story,
    findStanding: (messageId) => collection.findOne({ _id: messageId }),
    async save(story, position) {
      await replaceIfNewer(collection, { _id: story.messageId, story, position, open: isOpen(story) }, 'position');
    },
    async list(filter, { first, after }) {
      const found = await collection.find(
        { ...conditionsOf(filter), ...(after && olderThan(after)) },
        { sort: { 'story.receivedAt': -1 }, limit: first },
      );
      return found.map(({ story }) => story);
    },
    count: (partner, status, limit) => collection.count({ 'story.partner': partner, 'story.status': status }, limit),
    mayHeal: (page) => idsOf({ 'story.mayHeal': true }, page),
    readUnderOther: (partner, configVersion, page) =>
      idsOf({ 'story.partner': partner, open: true, 'story.configVersion': { $ne: configVersion } }, page),
    asked: (page) => idsOf({ 'story.asked': { $gte: 1 } }, page),
    unfinished: (page) => idsOf({ 'story.status': 'decoded' }, page),
  };
}

/** Another map or another switch might make more of it. */
const isOpen = ({ status, reason, unmapped }: MessageStory): boolean =>
  status === 'quarantined' || (status === 'held' && reason === 'partner-switch') || unmapped.length > 0;

function conditionsOf(filter: MessageFilter): Filter {
  const { partner, statuses, controlId, patientId, lane, messageType, reasons, receivedFrom, receivedTo } = filter;
  const received = {
    ...(receivedFrom !== undefined && { $gte: receivedFrom }),
    ...(receivedTo !== undefined && { $lt: receivedTo }),
  };
  return {
    ...(partner !== undefined && { 'story.partner': partner }),
    ...(statuses !== undefined && { 'story.status': { $in: statuses } }),
    ...(controlId !== undefined && { 'story.controlId': controlId }),
    ...(patientId !== undefined && { 'story.patientIds': patientId }),
    ...(lane !== undefined && { 'story.lanes': lane }),
    ...(messageType !== undefined && { 'story.messageType': messageType }),
    ...(reasons !== undefined && { 'story.reason': { $in: reasons } }),
    ...(Object.keys(received).length > 0 && { 'story.receivedAt': received }),
  };
}

/** After the cursor in the order of lists: the newest first, and by id within one moment. */
const olderThan = ({ receivedAt, messageId }: StoryCursor): Filter => ({
  $or: [{ 'story.receivedAt': { $lt: receivedAt } }, { 'story.receivedAt': receivedAt, _id: { $gt: messageId } }],
});
