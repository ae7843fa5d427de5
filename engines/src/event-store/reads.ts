import { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { status } from '@grpc/grpc-js';
import type { Node } from './node';
import { isAfter, type At, type Stored } from './records';
import { send, type ReadCall } from './sending';
import { followAll } from './subscriptions';
import { eventMessage, identifierOf, nameOf } from './wire';

function ofStream(options: ReadReq.Options, events: readonly Stored[]): readonly Stored[] {
  const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const from = options.getStream();
  const revision = from?.hasRevision() ? Number(from.getRevision()) : undefined;
  if (!backwards) {
    if (from?.hasEnd()) return [];
    return revision === undefined ? events : events.filter((event) => event.revision >= revision);
  }
  const upTo = from?.hasStart() ? 0 : revision;
  return events.filter((event) => upTo === undefined || event.revision <= upTo).reverse();
}

function ofAll(options: ReadReq.Options, events: readonly Stored[]): readonly Stored[] {
  const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const from = options.getAll();
  const at = from?.getPosition();
  const position: At | undefined = at && {
    commit: Number(at.getCommitPosition()),
    prepare: Number(at.getPreparePosition()),
  };
  if (!backwards) {
    if (from?.hasEnd()) return [];
    return position ? events.filter((event) => !isAfter(position, event)) : events;
  }
  if (from?.hasStart()) return [];
  return events.filter((event) => !position || isAfter(position, event)).reverse();
}

async function readPage(node: Node, call: ReadCall, options: ReadReq.Options): Promise<void> {
  await node.faults.late();
  const stream = options.getStream();
  const name = nameOf(stream?.getStreamIdentifier());
  const events = stream ? node.book.read(name) : node.book.all();
  if (!events) {
    const missing = new ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(name));
    await send(call, new ReadResp().setStreamNotFound(missing));
    return;
  }
  const count = Number(options.getCount());
  for (const event of (stream ? ofStream(options, events) : ofAll(options, events)).slice(0, count)) {
    await send(call, eventMessage(event));
  }
}

/** Reads of one stream or of all, and subscriptions to all. Subscriptions to one stream are not offered. */
export const read =
  (node: Node) =>
  (call: ReadCall): void => {
    const options = call.request.getOptions();
    const refused = node.refuses(call);
    if (refused || !options || (options.hasSubscription() && !options.hasAll())) {
      call.emit('error', refused ?? { code: status.INVALID_ARGUMENT });
      return;
    }
    if (options.hasSubscription()) void followAll(node, call, options);
    else if (!node.faults.current().silentReads) void readPage(node, call, options).then(() => call.end());
  };
