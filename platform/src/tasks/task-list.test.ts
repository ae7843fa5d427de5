import type { Engines } from '../engines/engines';
import { openTestEngines } from '../engines/testing';
import { replaceIfNewer, type Collection } from '../documents/documents';
import { taskId } from './task';
import { taskDocument, type TaskDocument } from './task-document';
import { TASK_INDEXES, taskList, type TaskFilter, type TaskPage } from './task-list';
import { on, sampleTask, type SampleKind } from './testing';

let engines: Engines;
let tasks: Collection<TaskDocument<SampleKind>>;
beforeEach(async () => {
  engines = await openTestEngines({ hostile: false });
  tasks = await engines.documents.collection('sample-tasks', TASK_INDEXES);
});
afterEach(async () => engines.close());

async function have(id: string, kind: SampleKind, more: Partial<TaskDocument<SampleKind>> = {}): Promise<void> {
  const task = { ...sampleTask(kind), taskId: taskId(id) };
  const event = { type: 'TaskRaised', task } as const;
  const document = taskDocument<SampleKind>(undefined, { taskId: id, revision: 0, position: 'p0', event });
  await replaceIfNewer(tasks, { ...document, ...more }, 'revision');
}

const find = async (filter: Partial<TaskFilter> = {}, page: TaskPage = { limit: 10 }): Promise<readonly string[]> =>
  (await taskList(() => tasks).find({ status: 'open', ...filter }, page)).map(({ _id: id }) => id);

it('the oldest tasks come first, page by page, also those of one instant', async () => {
  await have('c', 'kettle-empty', { raisedAt: on('09:05') });
  await have('a', 'kettle-empty', { raisedAt: on('09:10') });
  await have('b', 'lamp-odd', { raisedAt: on('09:05') });
  await have('z', 'lamp-odd', { status: 'closed', closedAt: on('09:20') });
  expect(await find()).toStrictEqual(['b', 'c', 'a']);
  expect(await find({}, { limit: 10, after: { raisedAt: on('09:05'), taskId: 'b' } })).toStrictEqual(['c', 'a']);
  expect(await find({ status: 'closed' })).toStrictEqual(['z']);
  expect(await find({ kind: 'lamp-odd' })).toStrictEqual(['b']);
  expect(await find({ ownerRole: 'ward-clerk' })).toStrictEqual(['c', 'a']);
});

it('whose claims stand is told apart, and who has lapsed counts as nobody', async () => {
  await have('free', 'kettle-empty');
  await have('wes', 'kettle-empty', { claimedBy: 'wes', claimedAt: on('09:30') });
  await have('ada', 'kettle-empty', { claimedBy: 'ada', claimedAt: on('09:30') });
  await have('gone', 'kettle-empty', { claimedBy: 'wes', claimedAt: on('08:00') });
  const lapsedUpTo = on('08:00');
  expect(await find({ claimed: { by: { user: 'wes' }, lapsedUpTo } })).toStrictEqual(['wes']);
  expect(await find({ claimed: { by: { somebody: true }, lapsedUpTo } })).toStrictEqual(['ada', 'wes']);
  expect(await find({ claimed: { by: { nobody: true }, lapsedUpTo } })).toStrictEqual(['free', 'gone']);
  const after = { raisedAt: on('09:00'), taskId: 'free' };
  expect(await find({ claimed: { by: { nobody: true }, lapsedUpTo } }, { limit: 10, after })).toStrictEqual(['gone']);
});

it('a document of an earlier version, which knows of no claims, is claimed by nobody', async () => {
  await have('old', 'kettle-empty');
  await tasks.updateOne({ _id: 'old' }, { $unset: { claimedBy: true, claimedAt: true } });
  expect(await find({ claimed: { by: { nobody: true }, lapsedUpTo: on('08:00') } })).toStrictEqual(['old']);
});
