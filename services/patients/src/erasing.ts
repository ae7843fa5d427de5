import type { RunningReadModel } from '@flow/platform/running/read-model';
import type { Running } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import type { PatientsConfig } from './config';
import { erasedDocuments } from './adapters/documents/erased-documents';
import { startErasing } from './adapters/erasing';
import { startErasingAgain } from './adapters/erasing-again';
import { startKeepingKnownOrders } from './adapters/keep-known-orders';
import { openOrders } from './adapters/orders/open-orders';
import { noteStreams, recordStreams } from './adapters/eventstore/removed-streams';
import { storedErasures } from './adapters/eventstore/streams';
import type { ErasureResolverDeps } from './adapters/graphql/erasure-resolver';
import { erasurePeers } from './adapters/peers/erasure-peers';
import type { ErasureOrders, Notes } from './application/ports';
import type { PatientDeps } from './application/tell-person';
import type { ReadModel } from './projections/read-model';
import type { SearchModel } from './projections/search-model';

/** What was ordered outside the event store, and what is ordered again of it. */
export interface ErasingAgain {
  readonly orders: ErasureOrders;
  readonly running: Running;
}

/** Before anything is read of the store: what it has lost of the orders is ordered again. Throws OperatorError. */
export async function orderErasuresAgain(deps: ServiceDeps<PatientsConfig>): Promise<ErasingAgain> {
  const { engines, clock, config, log } = deps;
  const documents = engines.lasting ?? engines.documents;
  const orders = await openOrders({ file: config.erasuresFile, documents, log });
  const erasures = storedErasures({ store: engines.events, clock, siteKey: engines.siteKey });
  return { orders, running: await startErasingAgain(deps, { orders, erasures }) };
}

export interface ErasingParts {
  readonly tellings: PatientDeps;
  readonly notes: Notes;
  readonly readModel: Pick<RunningReadModel<ReadModel>, 'current' | 'caughtUp'>;
  readonly searchModel: Pick<RunningReadModel<SearchModel>, 'current' | 'caughtUp'>;
  readonly again: ErasingAgain;
}

/** Erasures: ordered through the graph, and carried to their end by one instance. */
export function openErasing(
  deps: ServiceDeps<unknown>,
  { tellings, notes, readModel, searchModel, again: { orders, running: again } }: ErasingParts,
): Running & Omit<ErasureResolverDeps, 'clock'> {
  const { engines, clock, log, peers: peerOf } = deps;
  const { events: store, siteKey } = engines;
  const { patients, nhsNumbers, numbers, tasks } = tellings;
  const documents = erasedDocuments({
    current: () => readModel.current(),
    search: () => searchModel.current(),
    caughtUp: () => readModel.caughtUp() && searchModel.caughtUp(),
  });
  const peers = erasurePeers(peerOf);
  const erasing = startErasing(deps, {
    ...{ patients, nhsNumbers, tasks, peers, clock },
    streams: recordStreams({ store, siteKey, patients, nhsNumbers, numbers }),
    notes: noteStreams({ store, clock }, (id) => notes.load(id)),
    openTasksAbout: (patientIds) => documents.openTasksAbout(patientIds),
    isShown: (erasure) => documents.isShown(erasure),
    forget: () => engines.forget(),
  });
  const known = () => (readModel.caughtUp() ? readModel.current() : undefined);
  const parts = [again, erasing, startKeepingKnownOrders({ orders, readModel: known, log })];
  return {
    readiness: () => parts.map((part) => part.readiness()).find(({ ready }) => !ready) ?? { ready: true },
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
    },
    notesAbout: (patientIds, limit) => documents.notesAbout(patientIds, limit),
    ordering: {
      ...{ patients, nhsNumbers, peers, orders },
      erasures: storedErasures({ store, clock, siteKey }),
      erased: (patientId) => documents.erased(patientId),
    },
  };
}
