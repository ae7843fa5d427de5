import type { EventMetadata } from '../event-store/event-metadata';
import type { CommandContext } from './handler';

/** What is stored of the context: until when the command might have waited concerns nobody afterwards. */
export function commandMetadata(context: CommandContext): Omit<EventMetadata, 'recordedAt' | 'schemaVersion'> {
  const { commandId, inputHash, correlationId, causationId, actor, origin, entryMode } = context;
  const { partner, messageId, trace } = context;
  return {
    ...{ commandId, inputHash, correlationId, causationId, actor, origin, entryMode },
    ...(partner !== undefined && { partner }),
    ...(messageId !== undefined && { messageId }),
    ...(trace !== undefined && { trace }),
  };
}

/** Of what is done for the same cause, later or by another: as whoever caused the event asked for it. */
export function contextIn(metadata: EventMetadata): CommandContext {
  const { commandId, inputHash, correlationId, causationId, actor, origin, entryMode } = metadata;
  const { partner, messageId, trace } = metadata;
  return {
    ...{ commandId, inputHash, correlationId, causationId, actor, origin, entryMode },
    ...(partner !== undefined && { partner }),
    ...(messageId !== undefined && { messageId }),
    ...(trace !== undefined && { trace }),
  };
}
