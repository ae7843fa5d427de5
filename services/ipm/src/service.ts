import { underLease } from '@flow/platform/running/lease';
import { pause } from '@flow/platform/running/pause';
import { startPublisher } from '@flow/platform/running/publisher';
import { startReadModel } from '@flow/platform/running/read-model';
import { startRun } from '@flow/platform/running/run';
import type { RebuildProgress, Running, RunningService } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import type { TaskSource } from '@flow/platform/tasks/task-source';
import { taskList } from '@flow/platform/tasks/task-list';
import { publicEventOf } from './adapters/bus/public-events';
import {
  currentStories,
  storiesModel,
  tasksModel,
  type InterfaceTaskDocuments,
} from './adapters/documents/read-models';
import { createReceivedMessages } from './adapters/eventstore/received-messages';
import { storedInterfaceTasks } from './adapters/eventstore/stored-tasks';
import { unhurried } from './adapters/eventstore/unhurried';
import { buildIpmSchema } from './adapters/graphql/schema';
import { knownLinks } from './adapters/inbox/known-links';
import { measureLinks } from './adapters/link-metrics';
import { listenToPartners, type ConfiguredListeners } from './adapters/listen-to-partners';
import { openErasing } from './adapters/open-erasing';
import { changePlaces, type ChangingPlaces, type PlacesChanged } from './adapters/partners/change-places';
import { openIntake } from './adapters/open-intake';
import { openQuarantine } from './adapters/open-quarantine';
import { runExpiry } from './adapters/run-expiry';
import { tellAgain } from './adapters/tell-again';
import type { Intake } from './application/intake';
import { laneNames } from './application/lane-names';
import { createLinks, type Links } from './application/links';
import type { LinkState } from './application/link-state';
import type { MessageStories } from './application/message-stories';
import type { IpmConfig } from './config';
import { LEDGER_PREFIX } from './domain/ledger/ledger';
import { INTERFACE_TASKS, type InterfaceTaskKind } from './domain/task/task-kinds';

type Deps = ServiceDeps<IpmConfig>;

/** The interface, and which ports it listens on. */
export interface RunningIpm extends RunningService {
  listening(): readonly LinkState[];
}

/** The HL7 interface: takes what partners send, tells the owners, and answers for every message. */
export async function startIpm(deps: Deps): Promise<RunningIpm> {
  const parts: Running[] = [];
  try {
    return await start(deps, parts);
  } catch (error) {
    await stopAll(parts);
    throw error;
  }
}

const stopAll = async (parts: readonly Running[]): Promise<void> => {
  await Promise.all(parts.map((part) => part.stop()));
};

async function start(deps: Deps, parts: Running[]): Promise<RunningIpm> {
  const { engines } = deps;
  // What is shown of links is made of all the others, which tell of changes from their first moment on.
  let changed = (): void => undefined;
  const onChanged = (): void => changed();
  const started = <Part extends Running>(part: Part): Part => {
    parts.push(part);
    return part;
  };

  const listeners = started(await listenToPartners(deps, onChanged));
  await tellAgain(
    deps,
    listeners.states().map(({ partner }) => partner),
  );
  const models = await startReadModels(deps, onChanged);
  parts.push(models.stories, models.tasks);
  const stories = currentStories(() => models.stories.current());
  const laneOf = laneNames(engines.siteKey);
  const inbox = createReceivedMessages(engines.inbox);
  const taking = { inbox, laneOf, partners: listeners, open: stories, onProgress: onChanged };
  const intake = await openIntake(deps, taking);
  const erasing = await openErasing(deps, { intake, laneOf, partners: listeners });
  started(runIntake(deps, intake));
  started(await runExpiry(deps, { retentionDays: deps.config.retentionDays, stories, intake }));
  started(await startPublishing(deps));
  const quarantine = started(openQuarantine(deps, { stories, inbox, laneOf, partners: listeners }));
  const { people, texts, diffs, dryRun, retryMany, parked, work } = quarantine;
  const links = started(linksOf(deps, { listeners, intake, stories }));
  measureLinks(deps.metrics, links, deps.clock);
  changed = () => links.changed();
  return {
    name: 'ipm',
    listening: () => listeners.states(),
    schema: buildIpmSchema({
      ...{ stories, laneOf, links, erasing, clock: deps.clock },
      ...{ people, texts, diffs, dryRun, retryMany, parked, work },
      changePlaces: placesOf(deps, listeners),
      tasks: tasksOf(deps, () => models.tasks.current()),
    }),
    readiness: () => parts.map((part) => part.readiness()).find(({ ready }) => !ready) ?? { ready: true },
    rebuild: (onProgress) => rebuildBoth(models, onProgress),
    stop: () => stopAll(parts),
  };
}

/** What is written is taken before whoever asked for it is answered. */
const placesOf =
  ({ config }: Deps, listeners: Pick<ConfiguredListeners, 'refresh'>) =>
  async (changing: ChangingPlaces): Promise<PlacesChanged> => {
    const answer = await changePlaces(config.partnersDir, changing);
    await listeners.refresh();
    return answer;
  };

function tasksOf(
  { config, engines, clock }: Deps,
  current: () => InterfaceTaskDocuments,
): TaskSource<InterfaceTaskKind> {
  const tasks = storedInterfaceTasks({ store: engines.events, clock });
  return { kinds: INTERFACE_TASKS, tasks, list: taskList(current), clock, claimMs: config.claimMs };
}

async function startReadModels({ engines, instance, log, metrics }: Deps, onChanged: () => void) {
  const over = { documents: engines.documents, instance, log, metrics };
  const [stories, tasks] = await Promise.all([
    startReadModel({ definition: storiesModel(onChanged), store: unhurried(engines.inbox), ...over }),
    startReadModel({ definition: tasksModel, store: engines.events, ...over }),
  ]);
  return { stories, tasks };
}

/** One instance takes the inbox; all of them receive. */
function runIntake({ engines, instance, log, metrics }: Deps, intake: Intake): Running {
  const lease = { documents: engines.documents, name: 'ipm-intake', instance, log, metrics };
  return startRun((signal) => underLease({ ...lease, signal }, (owning) => intake.run(owning)), {
    name: lease.name,
    log,
    ready: () => ({ ready: true }),
  });
}

const startPublishing = ({ config, engines, instance, log, metrics }: Deps): Promise<Running> =>
  startPublisher({
    name: 'ipm',
    store: unhurried(engines.inbox),
    bus: engines.bus,
    documents: engines.documents,
    topic: 'ipm',
    prefixes: [LEDGER_PREFIX],
    map: publicEventOf(config.trust),
    instance,
    log,
    metrics,
  });

interface LinksOf {
  readonly listeners: Pick<ConfiguredListeners, 'states'>;
  readonly intake: Pick<Intake, 'progress'>;
  readonly stories: Pick<MessageStories, 'count'>;
}

/** Whoever watches links is let go when the service stops. */
function linksOf({ engines, clock, instance }: Deps, { listeners, intake, stories }: LinksOf): Links & Running {
  const stopping = new AbortController();
  const links = createLinks({
    states: knownLinks({ store: engines.inbox, clock, states: () => listeners.states() }),
    progress: () => intake.progress(),
    ...{ stories, clock, epoch: instance, wait: pause },
  });
  return {
    ...links,
    watch: (signal, since) => links.watch(AbortSignal.any([signal, stopping.signal]), since),
    readiness: () => ({ ready: true }),
    stop() {
      stopping.abort();
      return Promise.resolve();
    },
  };
}

/** The two are of two stores: what is done of the first counts on when the second begins. */
async function rebuildBoth(
  { stories, tasks }: Awaited<ReturnType<typeof startReadModels>>,
  onProgress: (progress: RebuildProgress) => void,
): Promise<{ readonly events: number }> {
  const first = await stories.rebuild(onProgress);
  const second = await tasks.rebuild(({ done }) => onProgress({ done: first.events + done }));
  return { events: first.events + second.events };
}
