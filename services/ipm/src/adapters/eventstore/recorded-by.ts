import { createHash } from 'node:crypto';
import type { CommandContext } from '@flow/platform/decider/handler';
import type { StreamHandler } from '@flow/platform/decider/stream-handler';
import type { Ids } from '@flow/platform/ids/ids';
import { traceFrom } from '@flow/platform/telemetry/trace';
import type { Because } from '../../application/because';

const ACTOR = { user: 'service:ipm', role: 'service' };

/**
 * What the interface does on its own account. The command id is new each time: its deciders know what is so already, and the
 * same words may come again after others (into quarantine, out, and in again).
 */
export function becauseOf(ids: Ids, command: object, { messageId, partner }: Because): CommandContext {
  return {
    commandId: ids.next(),
    inputHash: createHash('sha256').update(JSON.stringify(command)).digest('hex'),
    correlationId: messageId,
    causationId: messageId,
    actor: ACTOR,
    origin: 'ipm',
    entryMode: 'live',
    messageId,
    trace: traceFrom(messageId),
    ...(partner !== undefined && { partner }),
  };
}

/** Records a command in a stream, and gives its events. Throws when it was not: it is tried again with its message. */
export type Record<Command, Event> = (stream: string, command: Command, because: Because) => Promise<readonly Event[]>;

export const recordedBy =
  <Command extends object, Event, State>(
    handler: StreamHandler<Command, Event, State, unknown>,
    ids: Ids,
  ): Record<Command, Event> =>
  async (stream, command, because) => {
    const handled = await handler.handle(stream, command, becauseOf(ids, command, because));
    if (handled.outcome !== 'done') throw new Error(`A command to ${stream} was ${handled.outcome}.`);
    return handled.events;
  };
