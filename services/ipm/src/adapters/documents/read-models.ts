import type { Collection } from '@flow/platform/documents/documents';
import type { ReadModelDefinition } from '@flow/platform/running/read-model';
import type { TaskDocument } from '@flow/platform/tasks/task-document';
import { TASK_INDEXES } from '@flow/platform/tasks/task-list';
import { TASK_PREFIX } from '@flow/platform/tasks/tasks';
import type { OpenMessages } from '../../application/look-again';
import type { MessageStories } from '../../application/message-stories';
import type { InterfaceTaskKind } from '../../domain/task/task-kinds';
import { projectStories, STORY_PREFIXES } from '../../projections/project-stories';
import { projectTasks } from '../../projections/task-documents';
import { erasureCodec } from '../eventstore/erasure-codec';
import { ledgerCodec } from '../eventstore/ledger-codec';
import { interfaceTaskCodec } from '../eventstore/task-codec';
import { decodeInboxEvent } from '../inbox/inbox-codec';
import { openStoredStories, STORIES, type StoredStories } from './stored-stories';

/** Of this shape; those of an earlier one, named ipm-tasks, are of no use any more. */
const TASKS = 'interface-tasks';

export type InterfaceTaskDocuments = Collection<TaskDocument<InterfaceTaskKind>>;

const CODECS = { inboxEvent: decodeInboxEvent, ledgerEvent: ledgerCodec.decode, erasureEvent: erasureCodec.decode };

/** The stories of messages, folded from the inbox and its ledgers. `onApplied`: some of them have gone on. */
export const storiesModel = (onApplied: () => void): ReadModelDefinition<StoredStories> => ({
  name: STORIES,
  prefixes: STORY_PREFIXES,
  open: (documents, named) => openStoredStories(documents, named(STORIES)),
  async apply(stories, events) {
    await projectStories(stories, CODECS, events);
    onApplied();
  },
});

/** What people are asked to settle about the interface, folded from the tasks of all services, of which it takes its own. */
export const tasksModel: ReadModelDefinition<InterfaceTaskDocuments> = {
  name: TASKS,
  prefixes: [TASK_PREFIX],
  open: (documents, named) => documents.collection(named(TASKS), TASK_INDEXES),
  apply: (tasks, events) =>
    projectTasks(
      tasks,
      interfaceTaskCodec,
      events.filter(({ type }) => interfaceTaskCodec.isOurs(type)),
    ),
};

/** Stories as they are kept now: a rebuild puts others in their place. */
export const currentStories = (current: () => StoredStories): MessageStories & OpenMessages => ({
  find: (messageId) => current().find(messageId),
  list: (filter, page) => current().list(filter, page),
  oldest: () => current().oldest(),
  count: (partner, status, limit) => current().count(partner, status, limit),
  mayHeal: (page) => current().mayHeal(page),
  readUnderOther: (partner, configVersion, page) => current().readUnderOther(partner, configVersion, page),
  asked: (page) => current().asked(page),
  unfinished: (page) => current().unfinished(page),
});
