import { errorFields } from '@flow/platform/telemetry/error-fields';
import { OperatorError } from '@flow/platform/values/operator-error';
import { systemSentence } from '@flow/platform/values/system-fault';

/**
 * What is said of an error that ended a command, to whoever ran it. `name` stands before `failed`: `The rebuild`. No word of a
 * message that was not written for them: it may quote what somebody is called.
 */
export function failureSentence(name: string, error: unknown): string {
  if (error instanceof OperatorError) return error.message;
  const system = systemSentence(error);
  if (system !== undefined) return `${name} failed. ${system}`;
  const { name: kind, code } = errorFields(error);
  const told = code === undefined ? kind : `${kind}, ${code}`;
  return `${name} failed for a reason that there are no words for yet (${told}). Run it again with LOG_LEVEL=debug: the last line then says where.`;
}
