import { startReadModel } from '@flow/platform/running/read-model';
import type { RunningService } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import type { GraphQLSchema } from 'graphql';
import { lookList } from './adapters/documents/looks';
import { openStreams } from './adapters/documents/open-streams';
import { gatewayReadModel } from './adapters/documents/read-model-definition';
import { buildGatewaySchema } from './adapters/graphql/schema';
import { createPatientRecords } from './adapters/peers/patient-records';
import { chainKeyOf } from './application/audit-chain';
import type { OpenStreams } from './application/seal-streams';
import { verifyAudit } from './application/verify-audit';
import type { GatewayConfig } from './config';

/** What the gateway keeps of its own, answered for as a part of the graph like any service's. */
export interface RunningRecords extends RunningService {
  readonly schema: GraphQLSchema;
  readonly openStreams: OpenStreams;
}

/** The audit as it can be asked about. Writing it is the gateway's, before an answer leaves. */
export async function startRecords(deps: ServiceDeps<GatewayConfig>): Promise<RunningRecords> {
  const { config, engines, peers, log, metrics, instance } = deps;
  const { documents, events: store, siteKey } = engines;
  const readModel = await startReadModel({ definition: gatewayReadModel, store, documents, instance, log, metrics });
  const current = () => readModel.current();
  return {
    name: 'gateway',
    schema: buildGatewaySchema({
      looks: lookList(current),
      patients: createPatientRecords(peers('patients')),
      reportNamesStaff: config.reportNamesStaff,
      verify: async (days) => verifyAudit(store, chainKeyOf(siteKey), days),
    }),
    openStreams: openStreams(readModel),
    readiness: () => readModel.readiness(),
    rebuild: (onProgress) => readModel.rebuild(onProgress),
    stop: async () => readModel.stop(),
  };
}
