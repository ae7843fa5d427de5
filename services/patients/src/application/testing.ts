import { replay, type Decider } from '@flow/platform/decider/decider';
import type { CommandContext, Handled } from '@flow/platform/decider/handler';
import { derivedId } from '@flow/platform/ids/ids';
import { taskDeciderOf, type OpenTask } from '@flow/platform/tasks/task-decider';
import { kept } from '@flow/platform/tasks/tasks';
import { patientId } from '../domain/ids';
import { nhsNumberClaimDecider } from '../domain/nhs-number-claim';
import { patientDecider } from '../domain/patient';
import { PATIENT_TASKS, type PatientTaskKind } from '../domain/task-kinds';
import type { Loaded } from './ports';
import type { PatientDeps } from './tell-person';

/** Called around every step: it may wait, so that others come in between, or throw, so that the answer is lost. */
type Step = () => Promise<void>;

/** Streams in memory that append atomically and remember commands, as the store's handler does. */
function memoryStreams<Command, Event, State, Rejection>(
  decider: Decider<Command, Event, State, Rejection>,
  step: Step,
) {
  const streams = new Map<string, { readonly commandId: string; readonly event: Event }[]>();
  const stored = (stream: string) => streams.get(stream) ?? [];
  const loaded = (stream: string): Loaded<State> => ({
    state: replay(
      decider,
      stored(stream).map(({ event }) => event),
    ),
    revision: stored(stream).length - 1,
  });
  function answer(stream: string, command: Command, { commandId }: CommandContext): Handled<Event, Rejection> {
    const before = stored(stream).flatMap((one) => (one.commandId === commandId ? [one.event] : []));
    const decision = decider.decide(command, loaded(stream).state);
    if (before.length === 0 && !decision.accepted) return { outcome: 'rejected', rejection: decision.rejection };
    const decided = before.length === 0 && decision.accepted ? decision.events : [];
    if (decided.length > 0) streams.set(stream, [...stored(stream), ...decided.map((event) => ({ commandId, event }))]);
    return {
      outcome: 'done',
      events: before.length > 0 ? before : decided,
      position: undefined,
      revision: loaded(stream).revision,
      repeated: before.length > 0,
    };
  }
  return {
    all: () => [...streams.keys()].map((stream) => loaded(stream).state),
    async load(stream: string): Promise<Loaded<State>> {
      await step();
      return loaded(stream);
    },
    async handle(stream: string, command: Command, context: CommandContext): Promise<Handled<Event, Rejection>> {
      await step();
      const handled = answer(stream, command, context);
      await step();
      return handled;
    },
  };
}

export interface MemoryPatients {
  readonly deps: PatientDeps;
  readonly suspicious: string[];
  openTasks(): readonly OpenTask<PatientTaskKind>[];
}

export function memoryPatients(step: Step = () => Promise.resolve()): MemoryPatients {
  const patients = memoryStreams(patientDecider, step);
  const nhsNumbers = memoryStreams(nhsNumberClaimDecider, step);
  const tasks = memoryStreams(taskDeciderOf<PatientTaskKind>(PATIENT_TASKS), step);
  const suspicious: string[] = [];
  return {
    suspicious,
    openTasks: () => tasks.all().filter((task) => task.status === 'open'),
    deps: {
      patients,
      tasks: {
        handle: async (taskId, command, context) => kept(await tasks.handle(taskId, command, context)),
        load: (taskId) => tasks.load(taskId),
      },
      nhsNumbers: { ...nhsNumbers, nameOf: (number) => derivedId('name', number) },
      numbers: {
        ownerOf: async ({ authority, value }) => {
          await step();
          return patientId(derivedId('patient', authority, value));
        },
        namedBy: ({ authority, value }) => Promise.resolve(patientId(derivedId('patient', authority, value))),
      },
      notices: { suspiciousNhsNumber: (id) => void suspicious.push(id) },
      population: 'invented',
    },
  };
}

export const contextOf = (commandId: string): CommandContext => ({
  commandId,
  inputHash: commandId,
  correlationId: commandId,
  causationId: commandId,
  actor: { user: 'service:ipm', role: 'service' },
  origin: 'ipm',
  entryMode: 'live',
});
