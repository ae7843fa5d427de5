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
