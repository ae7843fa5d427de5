import type { GraphQLSchema } from 'graphql';
import { createApp } from '../../http/app';
import { startHttpServer, type RunningHttpServer } from '../../http/http-server';
import { keyRingOfSite } from '../../security/key-ring';
import { recordingLog } from '../../telemetry/testing';
import { systemClock } from '../../time/clock';
import { createRemoteExecutor } from '../remote-executor';
import { serveSubgraph, type SubgraphServerOptions } from '../subgraph-server';

export const KEYS = keyRingOfSite(Buffer.alloc(32, 5));

/** A subgraph served on a port of its own, and what is needed to ask it. */
export async function served(schema: GraphQLSchema, options: Partial<SubgraphServerOptions> = {}) {
  const { log, lines, text } = recordingLog();
  const common = { service: 'shelves', keys: KEYS, clock: systemClock };
  const subgraph = serveSubgraph({ ...common, schema, log, ...options });
  const http: RunningHttpServer = await startHttpServer({
    app: createApp({ log, routers: [subgraph.router] }),
    host: '127.0.0.1',
    port: 0,
  });
  const remote = { ...common, url: `${http.url}/graphql` };
  return {
    remote,
    executor: createRemoteExecutor(remote),
    log,
    lines,
    text,
    cut: () => subgraph.stop(),
    stop: async () => {
      subgraph.stop();
      await http.close(100);
    },
  };
}
