import { FolderInUse } from '@flow/platform/engines/folder-lock';
import type { Identity } from '@flow/platform/security/identity';
import { createLog } from '@flow/platform/telemetry/log';
import { OperatorError } from '@flow/platform/values/operator-error';
import { userInfo } from 'node:os';
import { logLevelOf } from '../product/app-config';
import { openInnerProduct } from '../product/open-inner-product';
import { SERVICES } from '../product/service-names';
import { refuseAbsentData } from './absent-data';
import { dataOf } from './graph-answer';
import type { AskingProduct, ProductGraph } from './product-graph';

/** Whoever may open the folder on this machine, as the audit and the events name them. */
const operator = ({ role }: AskingProduct): Identity => ({
  subject: `operator:${userInfo().username}`,
  roles: [role],
  scope: { sites: 'all', wards: 'all', specialties: 'all' },
});

async function opened({ config, env }: AskingProduct) {
  const log = createLog({ level: logLevelOf(env) ?? 'warn' });
  try {
    return await openInnerProduct(
      { ...config, services: [...SERVICES], elsewhere: {}, demonstration: false },
      env,
      log,
    );
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    const { folder, pid } = error;
    throw new OperatorError(
      `The data folder ${folder} is in use by process ${pid}, whose gateway does not answer. Try again once it does, or stop that process first.`,
      { cause: error },
    );
  }
}

/**
 * Opens the stores of a stopped product with every service, whichever of them a process of it runs: a data folder for this process
 * alone, servers beside whoever uses them. Throws OperatorError where there are none, or the folder is in use.
 */
export async function openStoppedGraph(asking: AskingProduct): Promise<ProductGraph & { stop(): Promise<void> }> {
  refuseAbsentData(asking.config);
  const identity = operator(asking);
  const door = await opened(asking);
  return {
    running: false,
    async execute(query, variables = {}) {
      return dataOf(JSON.parse(await door.ask({ query, operationName: undefined, variables }, identity)));
    },
    stop: () => door.stop(),
  };
}
