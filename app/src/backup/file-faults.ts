import { OperatorError } from '@flow/platform/values/operator-error';
import { systemSentence } from '@flow/platform/values/system-fault';

/**
 * Does the work. Throws OperatorError for a fault of the system's: what was not done, what was wrong with which file and what to
 * do about it, and what to do then.
 */
export async function namingFaults<T>(undone: string, then: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const fault = error instanceof OperatorError ? undefined : systemSentence(error);
    if (fault === undefined) throw error;
    throw new OperatorError(`${undone}. ${fault} ${then}`, { cause: error });
  }
}
