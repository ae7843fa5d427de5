import { startPublisher } from '@flow/platform/running/publisher';
import { startReadModel } from '@flow/platform/running/read-model';
import type { RunningService } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import type { TaskSource } from '@flow/platform/tasks/task-source';
import { taskList } from '@flow/platform/tasks/task-list';
import { publicEventOf, PUBLISHED_PREFIXES } from './adapters/bus/public-events';
import { patientDirectory } from './adapters/documents/patient-directory';
import { patientSearch } from './adapters/documents/patient-search';
import { patientsReadModel } from './adapters/documents/read-model-definition';
import { patientSearchModel } from './adapters/documents/search-model-definition';
import { noteList } from './adapters/documents/note-list';
import { storedNumberClaims } from './adapters/eventstore/number-claims';
import { storedPatientLog } from './adapters/eventstore/patient-log';
import { storedNhsNumbers, storedNotes, storedPatients, storedPatientTasks } from './adapters/eventstore/streams';
import { buildPatientsSchema } from './adapters/graphql/schema';
import { loggedNotices } from './adapters/notices';
import type { PatientDeps } from './application/tell-person';
import type { PatientsConfig } from './config';
import { openErasing, orderErasuresAgain } from './erasing';
import { PATIENT_TASKS, type PatientTaskKind } from './domain/task-kinds';
import type { ReadModel } from './projections/read-model';

/** Who patients are: told by the interface, answered from documents, published as ids. */
export async function startPatients(deps: ServiceDeps<PatientsConfig>): Promise<RunningService> {
  const { config, engines, clock, log, metrics, instance } = deps;
  const { documents, bus, events: store } = engines;
  const tellings = tellingsOf(deps);
  const again = await orderErasuresAgain(deps);
  const readModel = await startReadModel({ definition: patientsReadModel, store, documents, instance, log, metrics });
  const searchModel = await startReadModel({
    definition: patientSearchModel,
    store,
    documents,
    instance,
    log,
    metrics,
  });
  const publisher = await startPublisher({
    name: 'patients',
    store,
    bus,
    documents,
    topic: 'patients',
    prefixes: PUBLISHED_PREFIXES,
    map: publicEventOf(config.trust),
    instance,
    log,
    metrics,
  });
  const current = () => readModel.current();
  const search = () => searchModel.current();
  const notes = storedNotes({ store, clock, siteKey: engines.siteKey });
  const erasing = openErasing(deps, { tellings, notes, readModel, searchModel, again });
  const parts = [readModel, searchModel, publisher, erasing];
  return {
    name: 'patients',
    schema: buildPatientsSchema({
      tellings,
      directory: patientDirectory({ current, nameOf: (number) => tellings.nhsNumbers.nameOf(number) }),
      tasks: tasksOf(deps, current),
      notes,
      erasing,
      noteList: noteList(current),
      patientLog: storedPatientLog(store),
      search: patientSearch(search),
      authority: config.trust,
      clock,
    }),
    readiness: () =>
      parts.map((each) => each.readiness()).find(({ ready }) => !ready) ?? {
        ready: true,
      },
    async rebuild(onProgress) {
      const { events } = await readModel.rebuild(onProgress);
      const more = await searchModel.rebuild(({ done }) => onProgress({ done: events + done }));
      return { events: events + more.events };
    },
    async stop() {
      await Promise.all(parts.map((each) => each.stop()));
    },
  };
}

function tasksOf(
  { config, engines, clock }: ServiceDeps<PatientsConfig>,
  current: () => ReadModel,
): TaskSource<PatientTaskKind> {
  return {
    kinds: PATIENT_TASKS,
    tasks: storedPatientTasks({ store: engines.events, clock }),
    list: taskList(() => current().tasks),
    clock,
    claimMs: config.claimMs,
  };
}

function tellingsOf({ config, engines, clock, ids, log, metrics, tracing }: ServiceDeps<PatientsConfig>): PatientDeps {
  const streams = { store: engines.events, clock, tracing, siteKey: engines.siteKey };
  return {
    patients: storedPatients(streams),
    nhsNumbers: storedNhsNumbers(streams),
    tasks: storedPatientTasks(streams),
    numbers: storedNumberClaims({ ...streams, ids }),
    notices: loggedNotices(log, metrics),
    population: config.population,
  };
}
