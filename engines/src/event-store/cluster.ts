import { randomUUID } from 'node:crypto';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { Server, ServerCredentials, status, type sendUnaryData } from '@grpc/grpc-js';
import { append, remove } from './appends';
import { batchAppend } from './batch-appends';
import type { Book } from './book';
import type { FaultBox } from './faults';
import { openFront, type Front } from './front';
import type { Node } from './node';
import { read } from './reads';
import { refusal, uuidOf } from './wire';

const HOST = '127.0.0.1';
const MOST_MESSAGE_BYTES = 17 * 1024 * 1024;

export interface ClusterOptions {
  readonly book: Book;
  readonly faults: FaultBox;
  /** A port for each node; 0 for one that the system chooses. */
  readonly ports: readonly number[];
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer } | undefined;
  /** `user:password`, asked of every call when given. */
  readonly credentials?: string | undefined;
}

export interface Cluster {
  readonly ports: readonly number[];
  /** Makes that node the leader; the first is at the start. */
  lead(node: number): void;
  cut(): void;
}

function features(_: unknown, answer: sendUnaryData<SupportedMethods>): void {
  const methods = ['read', 'append', 'delete', 'batchappend'].map((name) =>
    new SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
  );
  answer(null, new SupportedMethods().setEventStoreServerVersion('0.0.0').setMethodsList(methods));
}

function memberOf(port: number, leads: boolean): MemberInfo {
  return new MemberInfo()
    .setInstanceId(uuidOf(randomUUID()))
    .setTimeStamp(String(Date.now()))
    .setIsAlive(true)
    .setState(leads ? MemberInfo.VNodeState.LEADER : MemberInfo.VNodeState.FOLLOWER)
    .setHttpEndPoint(new EndPoint().setAddress(HOST).setPort(port));
}

/** Opens the nodes. Each answers on a port of its own; one leads. */
export async function openCluster({ book, faults, ports, tls, credentials }: ClusterOptions): Promise<Cluster> {
  const fronts: Front[] = [];
  let leader = 0;
  const wanted = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;

  const nodeAt = (index: number): Node => ({
    book,
    faults,
    refuses({ metadata }) {
      if (wanted !== undefined && metadata.get('authorization')[0] !== wanted) {
        return refusal(status.PERMISSION_DENIED, 'access-denied', {});
      }
      if (index === leader || metadata.get('requires-leader').length === 0) return undefined;
      const port = String(fronts[leader]?.port ?? 0);
      return refusal(status.NOT_FOUND, 'not-leader', { 'leader-endpoint-host': HOST, 'leader-endpoint-port': port });
    },
    cut: () => fronts[index]?.cut(),
  });

  for (const [index, port] of ports.entries()) {
    const node = nodeAt(index);
    const server = new Server({ 'grpc.max_receive_message_length': MOST_MESSAGE_BYTES });
    server.addService(StreamsService, {
      append: append(node),
      batchAppend: batchAppend(node),
      delete: remove(node),
      read: read(node),
    });
    server.addService(ServerFeaturesService, { getSupportedMethods: features });
    server.addService(GossipService, {
      read: (_: unknown, answer: sendUnaryData<ClusterInfo>) =>
        answer(null, new ClusterInfo().setMembersList(fronts.map((front, at) => memberOf(front.port, at === leader)))),
    });
    fronts.push(await openFront(port, await bound(server, tls)));
  }

  return {
    ports: fronts.map((front) => front.port),
    lead(node) {
      leader = node;
    },
    cut: () => fronts.forEach((front) => front.cut()),
  };
}

async function bound(server: Server, tls: ClusterOptions['tls']): Promise<number> {
  const credentials = tls
    ? ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.cert }])
    : ServerCredentials.createInsecure();
  return new Promise((resolve, reject) => {
    server.bindAsync(`${HOST}:0`, credentials, (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}
