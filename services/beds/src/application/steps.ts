import { createHash } from 'node:crypto';
import type { CommandContext } from '@flow/platform/decider/handler';
import { derivedId } from '@flow/platform/ids/ids';

type Writable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

/**
 * The context of a write that follows from another. Its id comes from the cause alone, so that whoever finishes the work
 * after a crash writes the same once; and it is never too late for it.
 */
export function stepOf(context: CommandContext, ...cause: readonly string[]): CommandContext {
  const commandId = derivedId(...cause);
  const inputHash = createHash('sha256').update(commandId).digest('hex');
  const step: Writable<CommandContext> = { ...context, commandId, inputHash, causationId: context.commandId };
  delete step.validUntil;
  return step;
}
