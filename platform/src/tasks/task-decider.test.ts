import { replay } from '../decider/decider';
import { specify } from '../decider/testing';
import { taskDeciderOf } from './task-decider';
import type { TaskCommand, TaskEvent } from './task-events';
import { on, SAMPLE_KINDS, sampleTask, type SampleKind } from './testing';

const decider = taskDeciderOf<SampleKind>(SAMPLE_KINDS);
const given = specify(decider);

const raised: TaskEvent<SampleKind> = { type: 'TaskRaised', task: sampleTask('kettle-empty') };
const odd: TaskEvent<SampleKind> = { type: 'TaskRaised', task: sampleTask('lamp-odd') };
const claimed: TaskEvent<SampleKind> = { type: 'TaskClaimed', at: on('09:10'), by: 'wes' };
const released: TaskEvent<SampleKind> = { type: 'TaskReleased', at: on('09:20'), by: 'wes' };
const closed: TaskEvent<SampleKind> = { type: 'TaskClosed', at: on('09:30') };
const settled: TaskEvent<SampleKind> = { type: 'TaskClosed', at: on('09:30'), by: 'wes', as: 'checked' };

const at = on('10:00');
/** Nothing has lapsed yet. */
const early = { at, lapsedUpTo: on('09:00') };
const claim = (by: string, more: object = {}): TaskCommand<SampleKind> => ({
  ...{ type: 'ClaimTask', by, takeOver: false, ...early },
  ...more,
});
const release = (by: string, more: object = {}): TaskCommand<SampleKind> => ({
  ...{ type: 'ReleaseTask', by, anybodys: false, ...early },
  ...more,
});
const settle = (by: string, more: object = {}): TaskCommand<SampleKind> => ({
  ...{ type: 'SettleTask', by, as: 'checked', ...early },
  ...more,
});

describe('a claim', () => {
  it('is of one person', () => {
    given(raised).when(claim('wes')).then({ type: 'TaskClaimed', at, by: 'wes' });
    given(raised, claimed).when(claim('wes')).thenNothing();
    given(raised, claimed)
      .when(claim('ada'))
      .thenRejected({ code: 'TASK_CLAIMED_BY_ANOTHER', by: 'wes', at: on('09:10') });
  });

  it('is taken over by those who may, and tells from whom', () => {
    given(raised, claimed)
      .when(claim('ada', { takeOver: true }))
      .then({ type: 'TaskClaimed', at, by: 'ada', from: 'wes' });
    given(raised)
      .when(claim('ada', { takeOver: true }))
      .then({ type: 'TaskClaimed', at, by: 'ada' });
  });

  it('lapses after its time: the task is anybody’s again, and the same person claims it anew', () => {
    const lapsedUpTo = on('09:10');
    given(raised, claimed).when(claim('ada', { lapsedUpTo })).then({ type: 'TaskClaimed', at, by: 'ada' });
    given(raised, claimed).when(claim('wes', { lapsedUpTo })).then({ type: 'TaskClaimed', at, by: 'wes' });
    given(raised, claimed).when(release('wes', { lapsedUpTo })).thenNothing();
  });

  it('ends with the task, also where the task is raised again', () => {
    given(raised, claimed, closed).when(release('wes')).thenNothing();
    given(raised, claimed, closed, raised).when(claim('ada')).then({ type: 'TaskClaimed', at, by: 'ada' });
  });

  it('is released by whoever has it, or by those who may', () => {
    given(raised, claimed).when(release('wes')).then({ type: 'TaskReleased', at, by: 'wes' });
    given(raised, claimed)
      .when(release('ada'))
      .thenRejected({ code: 'TASK_CLAIMED_BY_ANOTHER', by: 'wes', at: on('09:10') });
    given(raised, claimed)
      .when(release('ada', { anybodys: true }))
      .then({ type: 'TaskReleased', at, by: 'ada' });
  });
});

describe('a task', () => {
  it('that people close is settled by hand, with what they found, and stays settled', () => {
    given(odd).when(settle('wes')).then({ type: 'TaskClosed', at, by: 'wes', as: 'checked' });
    given(odd, claimed)
      .when(settle('ada'))
      .thenRejected({ code: 'TASK_CLAIMED_BY_ANOTHER', by: 'wes', at: on('09:10') });
    given(odd, settled)
      .when({ type: 'RaiseTask', task: sampleTask('lamp-odd') })
      .thenNothing();
  });

  it('that closes by itself is not settled by hand, and is raised again when it is of concern again', () => {
    given(raised).when(settle('wes')).thenRejected({ code: 'CLOSES_BY_ITSELF', closed: 'The kettle is full.' });
    const again = sampleTask('kettle-empty', on('09:40'));
    given(raised, closed).when({ type: 'RaiseTask', task: again }).then({ type: 'TaskRaised', task: again });
  });

  it('that has changed since it was seen is left alone, and who changed it is told', () => {
    const rejection = { code: 'TASK_CHANGED', by: 'wes', at: on('09:20') } as const;
    given(raised, claimed, released)
      .when(claim('ada', { seen: 1 }))
      .thenRejected(rejection);
    given(raised, claimed, released)
      .when(claim('ada', { seen: 3 }))
      .then({ type: 'TaskClaimed', at, by: 'ada' });
    given(odd, claimed, released)
      .when(settle('ada', { seen: 1 }))
      .thenRejected(rejection);
    given(raised, closed)
      .when(claim('ada', { seen: 1 }))
      .thenRejected({ code: 'TASK_CLOSED', by: null, at: on('09:30') });
  });

  it('that was opened again by an earlier version is open, as it was', () => {
    const reopened = { type: 'TaskReopened', at: on('09:40'), by: 'wes' } as const;
    given(raised, closed, reopened).when(claim('ada')).then({ type: 'TaskClaimed', at, by: 'ada' });
  });
});

const states: Readonly<Record<string, readonly TaskEvent<SampleKind>[]>> = {
  none: [],
  open: [raised],
  claimed: [raised, claimed],
  released: [raised, claimed, released],
  closed: [raised, claimed, closed],
  again: [raised, claimed, closed, raised],
  odd: [odd],
  oddClaimed: [odd, claimed],
  settled: [odd, settled],
};
const columns: readonly TaskCommand<SampleKind>[] = [
  { type: 'RaiseTask', task: sampleTask('kettle-empty') },
  { type: 'CloseTask', at },
  claim('wes'),
  claim('ada'),
  claim('ada', { takeOver: true }),
  release('wes'),
  release('ada'),
  release('ada', { anybodys: true }),
  settle('wes'),
  settle('ada'),
];

function outcome(command: TaskCommand<SampleKind>, history: readonly TaskEvent<SampleKind>[]): string {
  const decision = decider.decide(command, replay(decider, history));
  if (!decision.accepted) return decision.rejection.code.replace('TASK_', '').slice(0, 7).toLowerCase();
  return decision.events.length === 0 ? 'same' : 'yes';
}

/** What a command does, is so already once it was done. */
function twice(command: TaskCommand<SampleKind>, history: readonly TaskEvent<SampleKind>[]): boolean {
  const decision = decider.decide(command, replay(decider, history));
  return !decision.accepted || outcome(command, [...history, ...decision.events]) === 'same';
}

it('every state answers every command so, and each command can be sent twice', () => {
  const table = Object.entries(states).map(([name, history]) => [
    name,
    columns.map((command) => outcome(command, history)).join(' '),
  ]);
  // prettier-ignore
  expect(Object.fromEntries(table)).toStrictEqual({
    //          raise close; claim: own another's, by force; release: own another's, by force; settle: own another's
    none:       'yes same unknown unknown unknown unknown unknown unknown unknown unknown',
    open:       'same yes yes yes yes same same same closes_ closes_',
    claimed:    'same yes same claimed yes yes claimed yes closes_ closes_',
    released:   'same yes yes yes yes same same same closes_ closes_',
    closed:     'yes same closed closed closed same same same closes_ closes_',
    again:      'same yes yes yes yes same same same closes_ closes_',
    odd:        'same yes yes yes yes same same same yes yes',
    oddClaimed: 'same yes same claimed yes yes claimed yes yes claimed',
    settled:    'same same closed closed closed same same same same same',
  });
  for (const history of Object.values(states)) {
    expect(columns.map((command) => twice(command, history))).not.toContain(false);
  }
});
