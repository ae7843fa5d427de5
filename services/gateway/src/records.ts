import { startReadModel } from '@flow/platform/running/read-model';
import type { RunningService } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import type { GraphQLSchema } from 'graphql';
import { lookList } from './adapters/documents/looks';
import { openingList } from './adapters/documents/openings';
import { openStreams } from './adapters/documents/open-streams';
import { gatewayReadModel } from './adapters/documents/read-model-definition';
import { followOpenings } from './adapters/eventstore/follow-openings';
import { followUsers, storedUsers } from './adapters/eventstore/stored-users';
import { storedBreakGlasses } from './adapters/eventstore/streams';
import { buildGatewaySchema } from './adapters/graphql/schema';
import { createFinding } from './adapters/peers/finding';
import { createPatientRecords } from './adapters/peers/patient-records';
import { createReasonNotes } from './adapters/peers/reason-notes';
import { chainKeyOf } from './application/audit-chain';
import { createOpenedPatients, type OpenedPatients } from './application/opened-patients';
import type { OpenStreams } from './application/seal-streams';
import { createUsers, type Users } from './application/users';
import { verifyAudit } from './application/verify-audit';
import type { GatewayConfig } from './config';

/** What the gateway keeps of its own, answered for as a part of the graph like any service's. */
export interface RunningRecords extends RunningService {
  readonly schema: GraphQLSchema;
  readonly openStreams: OpenStreams;
  readonly opened: OpenedPatients;
  readonly users: Users;
}

/** The audit as it can be asked about, break-glass, and the table of users. Writing the audit is the gateway's, before an answer leaves. */
export async function startRecords(deps: ServiceDeps<GatewayConfig>): Promise<RunningRecords> {
  const { config, engines, clock, peers, log, metrics, instance, starting } = deps;
  const { documents, events: store, siteKey } = engines;
  const readModel = await startReadModel({ definition: gatewayReadModel, store, documents, instance, log, metrics });
  const current = () => readModel.current();
  const opened = createOpenedPatients(clock);
  const over = { store, log, starting };
  const following = await followOpenings(over, opened);
  const users = createUsers();
  const table = { store, trust: config.trust };
  const followingUsers = await followUsers(table, users, over);
  const patients = createPatientRecords(peers('patients'));
  const streams = storedBreakGlasses({ store, clock });
  return {
    name: 'gateway',
    schema: buildGatewaySchema({
      audit: { looks: lookList(current), patients, reportNamesStaff: config.reportNamesStaff },
      breakGlass: {
        ...{ streams, opened, clock, siteKey },
        openingNow: async (id) => streams.openingNow(id),
        openings: openingList(current),
        finding: createFinding({ beds: peers('beds'), patients: peers('patients'), records: patients }),
        notes: createReasonNotes(peers('patients')),
        minutes: config.breakGlassMinutes,
        reviewWithinHours: config.breakGlassReviewHours,
      },
      users: { stored: storedUsers(table, clock), users, clock },
      verify: async (days) => verifyAudit(store, chainKeyOf(siteKey), days),
    }),
    openStreams: openStreams(readModel),
    ...{ opened, users },
    readiness() {
      const told = [readModel, following, followingUsers].map((part) => part.readiness());
      return told.find(({ ready }) => !ready) ?? { ready: true };
    },
    rebuild: (onProgress) => readModel.rebuild(onProgress),
    async stop() {
      opened.close();
      users.close();
      await Promise.all([readModel.stop(), following.stop(), followingUsers.stop()]);
    },
  };
}
