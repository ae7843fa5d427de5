import { createHash } from 'node:crypto';
import type { CommandContext } from '@flow/platform/decider/handler';
import { derivedId } from '@flow/platform/ids/ids';
import { canonicalJson } from '@flow/platform/values/canonical-json';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

type Writable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

/**
 * The context of a write that follows from another. Its id comes from the cause alone, so that whoever finishes the work
 * after a crash writes the same once; and it is never too late for it.
 */
export function stepOf(context: CommandContext, ...cause: readonly string[]): CommandContext {
  const commandId = derivedId(...cause);
  const inputHash = hashOf(commandId);
  const step: Writable<CommandContext> = { ...context, commandId, inputHash, causationId: context.commandId };
  delete step.validUntil;
  return step;
}

/**
 * The context of a telling, by what was told alone: when a lane tells again, the patients service may by now say another
 * revision of the patient, or whom they were merged into, and it is the same telling all the same.
 */
export const toldContext = (context: CommandContext, told: object): CommandContext => ({
  ...context,
  inputHash: hashOf(canonicalJson(told)),
});
