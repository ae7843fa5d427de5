import type { Collection, Document, Documents, Filter } from '@flow/platform/documents/documents';
import { replaceIfNewer } from '@flow/platform/documents/documents';
import type { Position } from '@flow/platform/event-store/event-store';
import { position } from '@flow/platform/event-store/position';
import type { OpenMessages } from '../../application/look-again';
import type { StoryStore } from '../../projections/project-stories';
import type { MessageFilter, MessageStories, MessageStory, StoryCursor } from '../../application/message-stories';

/**
 * A story, and the position of the last event that it knows. One that was erased has none, and a position that no event passes:
 * an instance that read it before and was stopped since would put it back where nothing stood.
 */
export interface StoryDocument extends Document {
  readonly story?: MessageStory;
  /** In its place, while only its ledger came: no list finds it. */
  readonly unreceived?: MessageStory;
  readonly position: Position;
  /** Whether another configuration might say more about it. */
  readonly open: boolean;
}

export interface StoredStories extends MessageStories, OpenMessages, StoryStore {}

export const STORIES = 'ipm-messages';

/** Of what was erased: after every event. */
const FOR_GOOD = position(`${'9'.repeat(20)}-${'9'.repeat(20)}`);

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
    async findStanding(messageId) {
      const held = await collection.findOne({ _id: messageId });
      if (held?.position === FOR_GOOD) return 'erased';
      const story = held?.story ?? held?.unreceived;
      return held && story && { story, position: held.position, received: held.story !== undefined };
    },
    async save({ story, received, ...at }) {
      const shown = received ? { story, open: isOpen(story) } : { unreceived: story, open: false };
      await replaceIfNewer(collection, { _id: story.messageId, ...shown, ...at }, 'position');
    },
    async erase(messageIds) {
      for (const _id of messageIds) {
        await replaceIfNewer(collection, { _id, position: FOR_GOOD, open: false }, 'position');
      }
    },
    async remove(messageIds) {
      for (const id of messageIds) await collection.deleteOne({ _id: id });
    },
    async list(filter, { first, after }) {
      const found = await collection.find(
        { ...conditionsOf(filter), ...(after && olderThan(after)) },
        { sort: { 'story.receivedAt': -1 }, limit: first },
      );
      return found.flatMap(({ story }) => story ?? []);
    },
    async oldest() {
      const [first] = await collection.find(
        { 'story.receivedAt': { $gte: '' } },
        { sort: { 'story.receivedAt': 1 }, limit: 1 },
      );
      return first?.story;
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
  // Whatever has no receipt has no such field.
  const received = { $gte: receivedFrom ?? '', ...(receivedTo !== undefined && { $lt: receivedTo }) };
  return {
    ...(partner !== undefined && { 'story.partner': partner }),
    ...(statuses !== undefined && { 'story.status': { $in: statuses } }),
    ...(controlId !== undefined && { 'story.controlId': controlId }),
    ...(patientId !== undefined && { 'story.patientIds': patientId }),
    ...(lane !== undefined && { 'story.lanes': lane }),
    ...(messageType !== undefined && { 'story.messageType': messageType }),
    ...(reasons !== undefined && { 'story.reason': { $in: reasons } }),
    'story.receivedAt': received,
  };
}

/** After the cursor in the order of lists: the newest first, and by id within one moment. */
const olderThan = ({ receivedAt, messageId }: StoryCursor): Filter => ({
  $or: [{ 'story.receivedAt': { $lt: receivedAt } }, { 'story.receivedAt': receivedAt, _id: { $gt: messageId } }],
});
