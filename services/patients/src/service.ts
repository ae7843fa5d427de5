import { startReadModel } from '@flow/platform/running/read-model';
import type { RunningService } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import { patientDirectory } from './adapters/documents/patient-directory';
import { patientsReadModel } from './adapters/documents/read-model-definition';
import { taskList } from './adapters/documents/task-list';
import { storedNumberClaims } from './adapters/eventstore/number-claims';
import { storedNhsNumbers, storedPatients, storedTasks } from './adapters/eventstore/streams';
import { buildPatientsSchema } from './adapters/graphql/schema';
import { loggedNotices } from './adapters/notices';
import type { PatientDeps } from './application/tell-person';
import type { PatientsConfig } from './config';

/** Who patients are: told by the interface, answered from documents. */
export async function startPatients(deps: ServiceDeps<PatientsConfig>): Promise<RunningService> {
  const { engines, clock, log, metrics, instance } = deps;
  const { documents, events: store } = engines;
  const tellings = tellingsOf(deps);
  const readModel = await startReadModel({ definition: patientsReadModel, store, documents, instance, log, metrics });
  const current = () => readModel.current();
  return {
    name: 'patients',
    schema: buildPatientsSchema({
      tellings,
      directory: patientDirectory({ current, nameOf: (number) => tellings.nhsNumbers.nameOf(number) }),
      tasks: taskList(current),
      clock,
    }),
    readiness: () => readModel.readiness(),
    rebuild: (onProgress) => readModel.rebuild(onProgress),
    stop: async () => readModel.stop(),
  };
}

function tellingsOf({ config, engines, clock, ids, log, metrics }: ServiceDeps<PatientsConfig>): PatientDeps {
  const streams = { store: engines.events, clock, siteKey: engines.siteKey };
  return {
    patients: storedPatients(streams),
    nhsNumbers: storedNhsNumbers(streams),
    tasks: storedTasks(streams),
    numbers: storedNumberClaims({ ...streams, ids }),
    notices: loggedNotices(log, metrics),
    population: config.population,
  };
}
