import type { Running } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import { erasedDocuments } from './adapters/documents/erased-documents';
import { startErasing } from './adapters/erasing';
import { noteStreams, recordStreams } from './adapters/eventstore/removed-streams';
import { storedErasures } from './adapters/eventstore/streams';
import type { ErasureResolverDeps } from './adapters/graphql/erasure-resolver';
import { erasurePeers } from './adapters/peers/erasure-peers';
import type { Notes } from './application/ports';
import type { PatientDeps } from './application/tell-person';
import type { ReadModel } from './projections/read-model';
import type { SearchModel } from './projections/search-model';

export interface ErasingParts {
  readonly tellings: PatientDeps;
  readonly notes: Notes;
  readonly current: () => ReadModel;
  readonly search: () => SearchModel;
}

/** Erasures: ordered through the graph, and carried to their end by one instance. */
export function openErasing(
  deps: ServiceDeps<unknown>,
  { tellings, notes, current, search }: ErasingParts,
): Running & Omit<ErasureResolverDeps, 'clock'> {
  const { engines, clock, peers: peerOf } = deps;
  const { events: store, siteKey } = engines;
  const { patients, nhsNumbers, numbers, tasks } = tellings;
  const documents = erasedDocuments(current, search);
  const peers = erasurePeers(peerOf);
  const running = startErasing(deps, {
    ...{ patients, nhsNumbers, tasks, peers, clock },
    streams: recordStreams({ store, siteKey, patients, nhsNumbers, numbers }),
    notes: noteStreams({ store, clock }, (id) => notes.load(id)),
    openTasksAbout: (patientIds) => documents.openTasksAbout(patientIds),
    isShown: (erasure) => documents.isShown(erasure),
    forget: () => engines.forget(),
  });
  return {
    readiness: () => running.readiness(),
    stop: () => running.stop(),
    notesAbout: (patientIds, limit) => documents.notesAbout(patientIds, limit),
    ordering: {
      ...{ patients, nhsNumbers, peers },
      erasures: storedErasures({ store, clock, siteKey }),
      erased: (patientId) => documents.erased(patientId),
    },
  };
}
