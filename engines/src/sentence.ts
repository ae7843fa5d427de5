import { OperatorError } from '@flow/platform/values/operator-error';
import { systemSentence } from '@flow/platform/values/system-fault';

/** What a person is told of a fault, and what to do about it: `failed` ("The engines failed") stands before what they did not foresee. */
export function sentenceOf(error: unknown, failed: string): string {
  if (error instanceof OperatorError) return error.message;
  const system = systemSentence(error);
  return system === undefined
    ? `${failed}: ${String(error)}`
    : `${failed}. ${system} Another folder is named with --data.`;
}
