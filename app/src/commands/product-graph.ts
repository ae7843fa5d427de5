import type { Environment } from '@flow/platform/config/load-config';
import type { Role } from '@flow/platform/security/identity';
import type { AppConfig } from '../product/app-config';
import { findRunning } from './find-running';
import { runningGraph } from './running-graph';
import { openStoppedGraph } from './stopped-graph';

/** The graph of a product, whether it runs or not. */
export interface ProductGraph {
  /** The data of an answer without errors. Throws OperatorError, one line, for any other. */
  execute(document: string, variables?: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
  /** False: this process has opened the data folder, and nothing listens. */
  readonly running: boolean;
}

export interface AskingProduct {
  readonly config: AppConfig;
  readonly env: Environment;
  /** The role that the command needs. */
  readonly role: Exclude<Role, 'service'>;
}

/**
 * Asks the product of a data folder: where it runs, through its gateway, signed in; where it is stopped, through the same graph
 * in this process, as whoever works on the machine. Rights, limits and audit are the same. Throws OperatorError, one line, where
 * the product can be reached in neither way.
 */
export async function withProductGraph<T>(
  { config, env, role }: AskingProduct,
  use: (graph: ProductGraph) => Promise<T>,
): Promise<T> {
  const http = await findRunning(config.dataDir);
  if (http !== undefined) return use(await runningGraph({ http, role, token: env['FLOW_TOKEN'] }));
  const graph = await openStoppedGraph({ config, env, role });
  try {
    return await use(graph);
  } finally {
    await graph.stop();
  }
}
