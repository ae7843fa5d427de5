import { startPublisher } from '@flow/platform/running/publisher';
import { startReadModel } from '@flow/platform/running/read-model';
import type { Readiness, Running, RunningService } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import { taskList } from '@flow/platform/tasks/task-list';
import { publicEventOf, PUBLISHED_PREFIXES } from './adapters/bus/public-events';
import { listsOver } from './adapters/documents/lists';
import { bedsReadModel } from './adapters/documents/read-model-definition';
import { storedBook, storedBedsTasks, storedStays, type StoredBook } from './adapters/eventstore/streams';
import { buildBedsSchema } from './adapters/graphql/schema';
import { createPatientDetailsSource } from './adapters/peers/patient-details-source';
import { createPatientsPeer } from './adapters/peers/patients-peer';
import { createBedsActions } from './application/create-beds-actions';
import { outdateDetails } from './application/outdate-details';
import { createPresence } from './application/presence';
import { applyEstate } from './application/set-up';
import { startBoards } from './boards';
import type { BedsConfig } from './config';
import { BEDS_TASKS } from './domain/task/task-kinds';
import { startBedsTimers } from './timers';
import { startUpkeep, type UpkeepDeps } from './upkeep';

/** Beds and who is in them: told by the interface and by wards, shown live to whoever may see them. */
export async function startBeds(deps: ServiceDeps<BedsConfig>): Promise<RunningService> {
  const { config, engines, clock, log, metrics, tracing, instance, peers } = deps;
  const { documents, bus, events: store } = engines;
  const book = storedBook({ store, clock, tracing, estate: config.estate });
  const beds = await useCases(deps, book);
  const boards = await startBoards({
    book,
    events: store,
    documents,
    clock,
    log,
    metrics,
    tracing,
    peers,
    beatMs: config.beatMs,
  });
  const readModel = await startReadModel({ definition: bedsReadModel, store, documents, instance, log, metrics });
  const publisher = await startPublisher({
    ...{ name: 'beds', topic: 'beds', prefixes: PUBLISHED_PREFIXES, map: publicEventOf(config.trust, config.estate) },
    ...{ store, bus, documents, instance, log, metrics },
  });
  const { board, details } = boards;
  const timers = startBedsTimers({ beds, clock, board, details, documents, instance, log, metrics });
  const lists = listsOver(() => readModel.current());
  const tasks = { list: taskList(() => readModel.current().tasks), kinds: BEDS_TASKS, tasks: beds.tasks };
  const upkeep = startUpkeep({ beds, tasks: tasks.list, store, documents, instance, log, metrics });
  const bookNow = async () => (await beds.book.load()).state;
  const presence = createPresence({
    bookNow,
    statusesOf: async (patientId) => (await lists.staysOf(patientId)).map(({ status }) => status),
  });
  const parts: readonly Running[] = [boards, readModel, publisher, timers, upkeep];
  return {
    name: 'beds',
    schema: buildBedsSchema({
      ...{ board, epoch: boards.epoch, howComplete: boards.howComplete, tracesSince: boards.tracesSince, clock },
      lists,
      tasks: { ...tasks, clock, claimMs: config.claimMs },
      actions: createBedsActions(beds),
      ...{ bookNow, presence, details, patients: beds.patients },
      outdate: (patientIds, context) => outdateDetails(beds, patientIds, context),
      applyEstate: (setting, context) => applyEstate(beds, setting, context),
    }),
    readiness: () => worstOf(parts),
    rebuild: (onProgress) => readModel.rebuild(onProgress),
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
    },
  };
}

const worstOf = (parts: readonly Running[]): Readiness =>
  parts.map((part) => part.readiness()).find(({ ready }) => !ready) ?? { ready: true };

async function useCases(
  { config, engines, clock, tracing, peers }: ServiceDeps<BedsConfig>,
  book: StoredBook,
): Promise<UpkeepDeps['beds']> {
  const streams = { store: engines.events, clock, tracing };
  return {
    book,
    stays: storedStays(streams),
    tasks: storedBedsTasks(streams),
    patients: createPatientsPeer(createPatientDetailsSource(peers('patients'))),
    clock,
    longestHoldMs: config.longestHoldMs,
    epoch: await engines.events.epoch(),
  };
}
