import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { replay } from '@flow/platform/decider/decider';
import type { Task } from '@flow/platform/tasks/task';
import { taskDeciderOf } from '@flow/platform/tasks/task-decider';
import { TASK_PREFIX } from '@flow/platform/tasks/tasks';
import { bedsTaskCodec } from '../adapters/eventstore/task-event-codec';
import { bedId, holdId, patientId, type StayId } from '../domain/ids';
import { inWard, NOWHERE_SAID } from '../domain/place';
import { on, wardA } from '../domain/testing/estate';
import { BEDS_TASKS, type TaskKind } from '../domain/task/task-kinds';
import type { TellStay } from './beds-inputs';
import { contextOf, laneContext, openBeds, placeOf, setUp, tells, type Beds } from './testing/beds';
import { everything } from './testing/everything';
import { alignTasks } from './settle-tasks';
import { stayOfVisit } from './visit';

let engines: Engines;
let beds: Beds;
beforeEach(async () => {
  engines = await openTestEngines();
  beds = await openBeds(engines);
  await setUp(beds);
});
afterEach(async () => engines.close());

async function tasksNow(status: 'open' | 'closed'): Promise<readonly Task<TaskKind>[]> {
  const events = await everything(engines.events, [TASK_PREFIX]);
  const streams = [...new Set(events.map(({ stream }) => stream))];
  const decider = taskDeciderOf<TaskKind>(BEDS_TASKS);
  return streams.flatMap((stream) => {
    const told = events.filter((event) => event.stream === stream).map((event) => bedsTaskCodec.decode(event));
    const state = replay(decider, told);
    return state.status === status ? [state.task] : [];
  });
}
const kinds = async (status: 'open' | 'closed') => (await tasksNow(status)).map(({ kind }) => kind).sort();

type Step = () => Promise<unknown>;
/** What raises a task, then what ends its cause, in as many ways as are named. */
interface Story {
  readonly raised: readonly Step[];
  readonly ends: Readonly<Record<string, readonly Step[]>>;
}

/** Throws where something was refused, so that no story is told of what did not happen. */
async function done(answer: Promise<{ readonly outcome: string }>): Promise<void> {
  const { outcome } = await answer;
  if (outcome === 'refused') throw new Error(`Refused: ${JSON.stringify(await answer)}.`);
}
const said =
  (input: TellStay): Step =>
  async () =>
    done(beds.tellStay(input, laneContext(input)));
const tell = (...told: Parameters<typeof tells>): Step => said(tells(...told));
const key = (what: string) => contextOf(what);
const amal = stayOfVisit(tells('ADMITTED', '08:00', 'amal'));
const bryn = stayOfVisit(tells('ADMITTED', '08:00', 'bryn'));
const toBed = (code: string) => ({ to: { kind: 'bed', bedId: bedId(code) }, despite: ['not-clean'] }) as const;

const inA1: Step = tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
const seen =
  (stayId: StayId): Step =>
  async () =>
    done(beds.confirmPlace({ stayId }, key(`seen ${stayId}`)));
const moved =
  (stayId: StayId, to: string): Step =>
  async () =>
    done(beds.move({ stayId, arrival: toBed(to) }, key(`move ${stayId} ${to}`)));
const left =
  (stayId: StayId): Step =>
  async () =>
    done(beds.discharge({ stayId }, key(`left ${stayId}`)));
const back: Step = async () =>
  done(beds.reinstateStay({ stayId: amal, arrival: toBed('A1-01') }, key('not discharged after all')));
const settled: Step = async () => done(beds.settleDispute({ stayId: amal }, key('settled')));
const bedStatus =
  (time: string, status: 'unoccupied' | 'occupied'): Step =>
  async () => {
    const { partner, messageId, order, occurredAt } = tells('CORRECTED', time, 'bed');
    return done(
      beds.tellBedStatus({ partner, messageId, order, occurredAt, status, bedId: bedId('A1-01') }, key(time)),
    );
  };
const merged: Step = async () => {
  const { partner, messageId, order, occurredAt, patient } = tells('CORRECTED', '08:40', 'amal');
  const merge = { partner, messageId, order, occurredAt, survivor: patient, retiredId: patientId('bryn') };
  return done(beds.tellPatientsMerged(merge, key('merge')));
};
const withdrawn =
  (messageId: string): Step =>
  async () => {
    const { partner, visit } = tells('ADMITTED', '08:00', 'amal');
    const input = { partner, messageId, decoding: 2, patientId: patientId('amal'), ...(visit && { visit }) };
    return done(beds.tellWithdrawn(input, key(`${messageId} withdrawn`)));
  };
const admittedHere: Step = async () =>
  done(beds.admit({ patientId: patientId('amal'), arrival: toBed('A1-01') }, key('admit')));
const ofBoth: Step = tell('ADMITTED', '08:10', 'bryn', { place: placeOf('B2-01') });
const other = (told: Parameters<typeof tells>[0], time: string, more: Partial<TellStay> = {}): Step =>
  tell(told, time, 'amal', { messageId: `other-${time}`, visit: { authority: 'RXX', number: 'V-other' }, ...more });

const STORIES: Readonly<Record<TaskKind, Story>> = {
  'location-disputed': {
    raised: [inA1, moved(amal, 'A1-02'), tell('TRANSFERRED', '10:00', 'amal', { place: placeOf('B2-01') })],
    ends: {
      'the ward says where': [settled],
      'the ward moves the patient': [moved(amal, 'A1-03')],
      'the patient leaves': [tell('DISCHARGED', '11:00', 'amal')],
    },
  },
  'bed-taken': {
    raised: [inA1, tell('ADMITTED', '08:10', 'bryn', { place: placeOf('A1-01') })],
    ends: {
      'the bed becomes free': [tell('DISCHARGED', '08:30', 'amal')],
      'another bed is found': [moved(bryn, 'A1-02')],
      'the patient leaves': [tell('DISCHARGED', '08:30', 'bryn')],
    },
  },
  'provisional-stay': {
    raised: [admittedHere],
    ends: {
      'iPM tells of it': [tell('ADMITTED', '08:50', 'amal', { place: placeOf('A1-01') })],
      'it was a mistake': [
        async () => {
          const stayId = (await tasksNow('open'))[0]?.subjects[0] as StayId;
          return done(beds.cancelAdmission({ stayId }, key('mistake')));
        },
      ],
    },
  },
  'unknown-place': {
    raised: [tell('ADMITTED', '08:00', 'amal', { messageId: 'm1', place: { ...NOWHERE_SAID, unmappedId: 'p1' } })],
    ends: {
      'the place is mapped': [
        tell('ADMITTED', '08:00', 'amal', { messageId: 'm1', decoding: 2, place: placeOf('A1-01') }),
      ],
      'another place is told': [tell('TRANSFERRED', '08:30', 'amal', { place: inWard(wardA) })],
      'the patient leaves': [tell('DISCHARGED', '08:30', 'amal')],
    },
  },
  'discharged-still-in-bed': {
    raised: [inA1, seen(amal), tell('DISCHARGED', '09:30', 'amal')],
    ends: {
      'the ward discharges': [left(amal)],
      'iPM takes it back': [tell('DISCHARGE_CANCELLED', '09:30', 'amal')],
    },
  },
  'discharged-here-open-there': {
    raised: [inA1, left(amal)],
    ends: {
      'iPM discharges': [tell('DISCHARGED', '09:30', 'amal')],
      'iPM cancels': [tell('ADMISSION_CANCELLED', '09:30', 'amal')],
      'the ward takes it back': [back],
    },
  },
  'cancelled-in-bed': {
    raised: [inA1, seen(amal), tell('ADMISSION_CANCELLED', '09:30', 'amal')],
    ends: {
      'the ward discharges': [left(amal)],
      'iPM admits after all': [tell('ADMITTED', '09:40', 'amal', { place: placeOf('A1-01') })],
    },
  },
  'cancelled-after-moves': {
    raised: [
      inA1,
      tell('TRANSFERRED', '08:20', 'amal', { place: placeOf('B2-01') }),
      tell('ADMISSION_CANCELLED', '09:30', 'amal', { messageId: 'm9' }),
    ],
    ends: { 'what was told is taken back': [withdrawn('m9')] },
  },
  'merged-both-in-beds': {
    raised: [inA1, ofBoth, merged],
    ends: { 'one of them leaves': [tell('DISCHARGED', '09:30', 'bryn')] },
  },
  'two-open-stays': {
    raised: [inA1, other('ADMITTED', '08:20', { place: placeOf('B2-01') })],
    ends: { 'one of them ends': [other('DISCHARGED', '09:30')] },
  },
  'hold-displaced': {
    raised: [
      async () => {
        const hold = { bedId: bedId('A1-01'), until: on('12:00'), reason: 'admission', holdId: holdId('h1') } as const;
        return done(beds.holdBed({ ...hold, patientId: patientId('bryn') }, key('hold')));
      },
      inA1,
    ],
    ends: {
      'the patient moves': [moved(amal, 'A1-02')],
      'the patient leaves': [tell('DISCHARGED', '09:30', 'amal')],
    },
  },
  'placed-in-closed-bed': {
    raised: [async () => done(beds.closeBed({ bedId: bedId('A1-01'), reason: 'estates' }, key('close'))), inA1],
    ends: {
      'the bed is opened': [async () => done(beds.openBed({ bedId: bedId('A1-01') }, key('open')))],
      'the patient moves': [moved(amal, 'A1-02')],
      'the patient leaves': [tell('DISCHARGED', '09:30', 'amal')],
    },
  },
  'visit-deleted': {
    raised: [inA1, tell('VISIT_DELETED', '09:30', 'amal', { messageId: 'm9' })],
    ends: { 'what was told is taken back': [withdrawn('m9')] },
  },
  'moved-after-discharge': {
    raised: [
      inA1,
      tell('DISCHARGED', '09:00', 'amal'),
      tell('TRANSFERRED', '09:30', 'amal', { messageId: 'm9', place: placeOf('B2-01') }),
    ],
    ends: {
      'what was told is taken back': [withdrawn('m9')],
      'the discharge is cancelled': [tell('DISCHARGE_CANCELLED', '09:10', 'amal')],
    },
  },
  'bed-status-disputed': {
    raised: [inA1, bedStatus('08:40', 'unoccupied')],
    ends: {
      'the bed is empty': [tell('DISCHARGED', '09:30', 'amal')],
      'iPM says otherwise': [bedStatus('08:50', 'occupied')],
    },
  },
};

const told = Object.entries(STORIES).flatMap(([kind, { raised, ends }]) =>
  Object.entries(ends).map(([end, steps]) => [kind, end, raised, steps] as const),
);

it.each(told)('%s closes by itself when %s', async (kind, _end, raised, ends) => {
  for (const step of raised) await step();
  expect(await kinds('open')).toContain(kind);
  for (const step of ends) await step();
  expect(await kinds('open')).not.toContain(kind);
  expect(await kinds('closed')).toContain(kind);
});

const firstOfEach = told.filter(([kind, end]) => end === Object.keys(STORIES[kind as TaskKind].ends)[0]);

it.each(firstOfEach)('%s that was left open is closed by the upkeep when %s', async (kind, _end, raised, ends) => {
  for (const step of raised) await step();
  const open = await tasksNow('open');
  for (const step of ends) await step();
  const [task] = open.filter((one) => one.kind === kind);
  if (task === undefined) throw new Error('It was not raised.');
  await beds.deps.tasks.handle(task.taskId, { type: 'RaiseTask', task }, key('left open'));
  await alignTasks(beds.deps, await tasksNow('open'), key('upkeep'));
  expect((await beds.deps.tasks.load(task.taskId)).state.status).toBe('closed');
});

it('what people settled by hand stays settled, whatever is told again', async () => {
  const { raised } = STORIES['visit-deleted'];
  for (const step of raised) await step();
  const [task] = await tasksNow('open');
  const work = { by: 'ada', at: on('09:40'), lapsedUpTo: on('08:00') };
  await beds.deps.tasks.work(task!.taskId, { type: 'SettleTask', as: 'checked', ...work }, key('settle'));
  await tell('CORRECTED', '09:45', 'amal')();
  await tell('VISIT_DELETED', '09:50', 'amal')();
  expect(await kinds('open')).toStrictEqual([]);
});
