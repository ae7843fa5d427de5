import { taskDocument, type TaskDocument } from './task-document';
import type { TaskEvent } from './task-events';
import { on, sampleTask, type SampleKind } from './testing';

const task = sampleTask('kettle-empty');
const raised: TaskEvent<SampleKind> = { type: 'TaskRaised', task };
const claimed: TaskEvent<SampleKind> = { type: 'TaskClaimed', at: on('09:10'), by: 'wes' };
const closed: TaskEvent<SampleKind> = { type: 'TaskClosed', at: on('09:30'), by: 'ada', as: 'checked' };

const fold = (...events: readonly TaskEvent<SampleKind>[]): TaskDocument<SampleKind> | undefined =>
  events.reduce<TaskDocument<SampleKind> | undefined>(
    (before, event, revision) =>
      taskDocument(before, { taskId: task.taskId, revision, position: `p${revision}`, event }),
    undefined,
  );

const OPEN = { ...task, _id: 'task-1', status: 'open', closedAt: null, closedBy: null, closedAs: null } as const;
const UNCLAIMED = { claimedBy: null, claimedAt: null } as const;

it('the document of a task is what its events make of it', () => {
  expect(fold(raised)).toStrictEqual({ ...OPEN, ...UNCLAIMED, revision: 0, position: 'p0' });
  expect(fold(raised, claimed)).toStrictEqual({
    ...{ ...OPEN, claimedBy: 'wes', claimedAt: on('09:10') },
    ...{ revision: 1, position: 'p1' },
  });
  expect(fold(raised, claimed, { type: 'TaskReleased', at: on('09:20'), by: 'wes' })).toStrictEqual({
    ...{ ...OPEN, ...UNCLAIMED, revision: 2, position: 'p2' },
  });
  expect(fold(raised, claimed, closed)).toStrictEqual({
    ...{ ...OPEN, ...UNCLAIMED, status: 'closed', closedAt: on('09:30'), closedBy: 'ada', closedAs: 'checked' },
    ...{ revision: 2, position: 'p2' },
  });
  expect(fold(raised, closed, raised)).toStrictEqual({ ...OPEN, ...UNCLAIMED, revision: 2, position: 'p2' });
  expect(fold(raised, closed, { type: 'TaskReopened', at: on('09:40'), by: 'wes' })).toMatchObject(OPEN);
});

it('an event that it holds already leaves it as it is', () => {
  const after = fold(raised, claimed);
  const again = { taskId: task.taskId, revision: 0, position: 'p0', event: raised };
  expect(taskDocument(after, again)).toBe(after);
});

it('a stream that does not begin with what raised it stops the reader', () => {
  expect(() => fold(closed)).toThrow('Task task-1 was TaskClosed before it was raised.');
});
