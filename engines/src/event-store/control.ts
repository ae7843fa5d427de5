import { createServer, type IncomingMessage } from 'node:http';
import type { Cluster } from './cluster';
import type { FaultBox, Faults } from './faults';
import { portOf } from './front';

/** What a test tells the stand-in to do next. */
export type Order =
  | { readonly do: 'faults'; readonly faults: Faults }
  | { readonly do: 'cut' }
  | { readonly do: 'lead'; readonly node: number }
  /** Another store, empty and of one node, for one test; it goes with the process. Answered with its port. */
  | { readonly do: 'another' };

async function bodyOf(request: IncomingMessage): Promise<Order> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Order;
}

export interface Controlled {
  readonly cluster: Cluster;
  readonly faults: FaultBox;
  readonly another: () => Promise<number>;
}

/** A port on the loopback that takes orders, one a POST. Gives the port. */
export async function openControl({ cluster, faults, another }: Controlled): Promise<number> {
  const carryOut = async (order: Order): Promise<string> => {
    switch (order.do) {
      case 'faults':
        faults.set(order.faults);
        return '';
      case 'cut':
        cluster.cut();
        return '';
      case 'lead':
        cluster.lead(order.node);
        return '';
      case 'another':
        return String(await another());
    }
  };
  const server = createServer((request, response) => {
    void bodyOf(request)
      .then(carryOut)
      .then((told) => response.end(told));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return portOf(server.address());
}
