import type { CommandContext } from '@flow/platform/decider/handler';
import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import type { EventStore, RecordedEvent } from '@flow/platform/event-store/event-store';
import { derivedId } from '@flow/platform/ids/ids';
import { bookEventCodec } from '../adapters/eventstore/book-event-codec';
import type { TaskId } from '@flow/platform/tasks/task';
import { taskDeciderOf, type TaskState } from '@flow/platform/tasks/task-decider';
import { bedsTaskCodec } from '../adapters/eventstore/task-event-codec';
import { bedId, patientId, stayId, type StayId } from '../domain/ids';
import { BEDS_TASKS, type TaskKind } from '../domain/task/task-kinds';
import { finishDeeds } from './finish-deeds';
import { alignTasks } from './settle-tasks';
import { stayOfVisit } from './visit';
import { everything } from './testing/everything';
import { contextOf, laneContext, openBeds, placeOf, setUp, tells, type Beds } from './testing/beds';
import { Crash, mortal } from './testing/mortal';

const admitted = tells('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
const brynIn = tells('ADMITTED', '08:05', 'bryn', { place: placeOf('A1-01') });
const [amal, bryn] = [stayOfVisit(admitted), stayOfVisit(brynIn)];
const toBed = (code: string) => ({ to: { kind: 'bed', bedId: bedId(code) }, despite: ['not-clean'] }) as const;
const tell = (input: typeof admitted) => (beds: Beds) => beds.tellStay(input, laneContext(input));
const half = (patient: string, bed: string, index: number) =>
  tells('TRANSFERRED', '08:50', patient, { messageId: 'swap', index, place: placeOf(bed) });
const swap = { first: half('amal', 'B2-01', 0), second: half('bryn', 'A1-01', 1) };
const { partner, messageId, order, occurredAt } = tells('CORRECTED', '08:40', 'merge');
const merge = { partner, messageId, order, occurredAt, survivor: admitted.patient, retiredId: patientId('bryn') };
const bedless = tells('ADMITTED', '08:05', 'bryn', { place: placeOf('B2-01') });

const bare: { -readonly [Name in keyof typeof bedless]: (typeof bedless)[Name] } = { ...bedless };
delete bare.visit;

type Step = (beds: Beds) => Promise<unknown>;
interface Scene {
  readonly before: readonly Step[];
  readonly step: Step;
}

const as = (key: string): CommandContext => contextOf(key);
const provisional = stayId(derivedId('stay', as('admit').commandId));

const SCENES: Readonly<Record<string, Scene>> = {
  'an admission': { before: [], step: tell(admitted) },
  'a bed that is taken': { before: [tell(admitted)], step: tell(brynIn) },
  'a transfer that frees a bed for another': {
    before: [tell(admitted), tell(brynIn)],
    step: tell(tells('TRANSFERRED', '08:30', 'amal', { place: placeOf('B2-01') })),
  },
  'a visit deleted': { before: [tell(admitted)], step: tell(tells('VISIT_DELETED', '08:20', 'amal')) },
  'an exchange told': { before: [tell(admitted), tell(bedless)], step: (beds) => beds.tellSwap(swap, as('swap')) },
  'a merge told': {
    before: [tell(admitted), tell(bedless)],
    step: (beds) => beds.tellPatientsMerged(merge, as('merge')),
  },
  'a merge told of a patient without a visit number, whom the ward has moved': {
    before: [
      tell(bare),
      (beds) => beds.move({ stayId: stayOfVisit(bare), arrival: toBed('B2-02') }, as('moved before the merge')),
    ],
    step: (beds) => beds.tellPatientsMerged(merge, as('merge')),
  },
  'a provisional stay that iPM tells of': {
    before: [(beds) => beds.admit({ patientId: patientId('amal'), arrival: toBed('A1-02') }, as('admit'))],
    step: tell(admitted),
  },
  'a move': { before: [tell(admitted)], step: (beds) => beds.move({ stayId: amal, arrival: toBed('B2-02') }, as('m')) },
  'a swap': {
    before: [tell(admitted), tell(bedless)],
    step: (beds) => beds.swap({ first: amal, second: bryn }, as('s')),
  },
  'a discharge of whom iPM has discharged': {
    before: [
      tell(admitted),
      (beds) => beds.confirmPlace({ stayId: amal }, as('seen')),
      tell(tells('DISCHARGED', '08:30', 'amal')),
    ],
    step: (beds) => beds.discharge({ stayId: amal }, as('out')),
  },
  'an admission taken back': {
    before: [(beds) => beds.admit({ patientId: patientId('amal'), arrival: toBed('A1-02') }, as('admit'))],
    step: (beds) => beds.cancelAdmission({ stayId: provisional }, as('mistake')),
  },
};

const taskDecider = taskDeciderOf<TaskKind>(BEDS_TASKS);

function tasksIn(events: readonly RecordedEvent[]): Map<TaskId, TaskState<TaskKind>> {
  const states = new Map<TaskId, TaskState<TaskKind>>();
  for (const event of events.filter(({ type }) => bedsTaskCodec.isOurs(type))) {
    const id = event.stream.slice('task-'.length) as TaskId;
    states.set(id, taskDecider.evolve(states.get(id) ?? taskDecider.initialState, bedsTaskCodec.decode(event)));
  }
  return states;
}

/** As a start does: whoever died may have left tasks behind. */
async function start(beds: Beds, store: EventStore): Promise<void> {
  const states = [...tasksIn(await everything(store, ['task-']))];
  const open = states.flatMap(([, state]) => (state.status === 'open' ? [state.task] : []));
  await alignTasks(beds.deps, open, as('start'));
}

/** All that outlives a crash, but for what says how and when it was written. */
async function kept(beds: Beds, store: EventStore) {
  const { state } = await beds.deps.book.load();
  const events = await everything(store, ['task-', 'stay-', 'occupancy-']);
  const stays = [...new Set(events.map(({ stream }) => stream).filter((stream) => stream.startsWith('stay-')))].sort();
  const folds = await Promise.all(stays.map((stream) => beds.deps.stays.load(stream.slice(5) as StayId)));
  const books = events.filter(({ stream }) => stream.startsWith('occupancy-'));
  return {
    book: books.map((event) => bookEventCodec.decode(event)),
    beds: state.beds.rows().map(({ bedId: id, occupants, readiness }) => ({ id, occupants, readiness })),
    stays: folds.map(({ state: { tellings, deeds, withdrawn, joined, merges } }, index) => ({
      ...{ stream: stays[index], tellings, deeds, withdrawn, joined, merges },
    })),
    tasks: [...tasksIn(events)].map(([id, { status }]) => `${id} ${status}`).sort(),
  };
}

async function played(scene: Scene, dieBefore: number) {
  const engines: Engines = await openTestEngines();
  try {
    const first = await openBeds(engines);
    await setUp(first);
    for (const step of scene.before) await step(first);
    const store = mortal(engines.events, dieBefore);
    const died = await scene.step(await openBeds(engines, { store })).then(
      () => false,
      (error: unknown) => {
        if (error instanceof Crash) return true;
        throw error;
      },
    );
    const next = await openBeds(engines);
    await start(next, engines.events);
    await scene.step(next);
    return { died, appends: store.appends(), kept: await kept(next, engines.events) };
  } finally {
    await engines.close();
  }
}

it.each(Object.entries(SCENES))('%s cut short before any append ends as if it had not been', async (_name, scene) => {
  const whole = await played(scene, Infinity);
  expect(whole.died).toBe(false);
  expect(whole.appends).toBeGreaterThan(1);
  for (let dieBefore = 1; dieBefore <= whole.appends; dieBefore++) {
    const cut = await played(scene, dieBefore);
    expect(cut.died).toBe(true);
    expect({ dieBefore, kept: cut.kept }).toStrictEqual({ dieBefore, kept: whole.kept });
  }
});

it('whoever follows the book records the deed of somebody who died and never came back', async () => {
  const engines = await openTestEngines();
  try {
    const beds = await openBeds(engines);
    await setUp(beds);
    await tell(admitted)(beds);
    const dying = await openBeds(engines, { store: mortal(engines.events, 2) });
    await expect(dying.discharge({ stayId: amal }, as('out'))).rejects.toThrow(Crash);
    expect((await beds.deps.stays.load(amal)).state.deeds).toStrictEqual([]);
    for (const event of await everything(engines.events, ['occupancy-'])) {
      await finishDeeds(beds.deps, bookEventCodec.decode(event), { ...event.metadata });
    }
    expect((await beds.deps.stays.load(amal)).state.deeds).toMatchObject([{ kind: 'left' }]);
  } finally {
    await engines.close();
  }
});
