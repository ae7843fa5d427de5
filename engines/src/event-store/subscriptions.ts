import { randomUUID } from 'node:crypto';
import { ReadResp, type ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { Node } from './node';
import { isAfter, type At, type Stored } from './records';
import { send, type ReadCall } from './sending';
import { checkpointMessage, eventMessage } from './wire';

const DEFAULT_WINDOW = 32;

/** The index of the first event after that position. */
function indexAfter(events: readonly Stored[], at: At): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const event = events[middle];
    if (event && isAfter(event, at)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function startOf(options: ReadReq.Options, events: readonly Stored[]): number {
  const all = options.getAll();
  if (all?.hasEnd()) return events.length;
  const at = all?.getPosition();
  if (!at) return 0;
  return indexAfter(events, { commit: Number(at.getCommitPosition()), prepare: Number(at.getPreparePosition()) });
}

function matcherOf(options: ReadReq.Options): (event: Stored) => boolean {
  const filter = options.getFilter();
  if (!filter) return () => true;
  const onStream = filter.hasStreamIdentifier();
  const expression = onStream ? filter.getStreamIdentifier() : filter.getEventType();
  const prefixes = expression?.getPrefixList() ?? [];
  const pattern = new RegExp(expression?.getRegex() ?? '');
  return (event) => {
    const text = onStream ? event.stream : event.type;
    return prefixes.length > 0 ? prefixes.some((prefix) => text.startsWith(prefix)) : pattern.test(text);
  };
}

/** Sends what a subscriber gets, with the faults of the moment. */
function senderOf(node: Node, call: ReadCall, options: ReadReq.Options) {
  const filter = options.getFilter();
  const every = filter
    ? (filter.hasMax() ? filter.getMax() : DEFAULT_WINDOW) * Math.max(1, filter.getCheckpointintervalmultiplier())
    : undefined;
  const matches = matcherOf(options);
  let considered = 0;
  let sent: Stored[] = [];

  async function checkpoint(event: Stored, ahead: Stored | undefined): Promise<void> {
    considered += 1;
    const { checkpoints } = node.faults.current();
    if (every === undefined || considered % every !== 0) return;
    await send(call, checkpointMessage(checkpoints === 'early' && ahead ? ahead : event));
    if (checkpoints === 'twice') await send(call, checkpointMessage(event));
  }

  async function again(): Promise<void> {
    const { redeliver } = node.faults.current();
    if (redeliver === undefined || sent.length < redeliver) return;
    for (const event of sent.slice(-redeliver)) await send(call, eventMessage(event));
    sent = [];
  }

  return {
    async consider(event: Stored, ahead: Stored | undefined): Promise<void> {
      if (node.faults.current().checkpoints === 'early') await checkpoint(event, ahead);
      if (matches(event)) {
        await node.faults.late();
        await send(call, eventMessage(event));
        sent.push(event);
        await again();
      }
      if (node.faults.current().checkpoints !== 'early') await checkpoint(event, ahead);
    },
  };
}

/** Sends all that matches from a position on, says when it caught up, and goes on until the client leaves. */
export async function followAll(node: Node, call: ReadCall, options: ReadReq.Options): Promise<void> {
  const confirmation = new ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID());
  await send(call, new ReadResp().setConfirmation(confirmation));
  let wake = (): void => undefined;
  const stopListening = node.book.onMore(() => wake());
  call.on('cancelled', () => {
    stopListening();
    wake();
  });
  const sender = senderOf(node, call, options);
  const events = node.book.all();
  let index = startOf(options, events);
  let live = false;
  while (!call.cancelled) {
    const event = node.faults.current().silentSubscriptions ? undefined : events[index];
    if (event) {
      index += 1;
      await sender.consider(event, events[index]);
      continue;
    }
    if (!live && !node.faults.current().silentSubscriptions) {
      live = true;
      await send(call, new ReadResp().setCaughtUp(new ReadResp.CaughtUp()));
    }
    if (index < events.length && !node.faults.current().silentSubscriptions) continue;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
