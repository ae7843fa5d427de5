import { z } from 'zod';
import { readListening } from '../product/listening';

const ANSWERS_WITHIN_MS = 10_000;

/** Ready or not: what runs there is a gateway of ours. */
const readiness = z.object({ parts: z.object({ gateway: z.unknown() }) });

/** Another user's process counts as alive: we may not signal it, but it is there. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return z.object({ code: z.literal('EPERM') }).safeParse(error).success;
  }
}

/** Where the gateway of a data folder listens; undefined where the product was stopped or killed, or does not answer. */
export async function findRunning(dataDir: string): Promise<string | undefined> {
  const { pid, http } = readListening(dataDir) ?? {};
  if (pid === undefined || http === undefined || !isAlive(pid)) return undefined;
  try {
    const response = await fetch(`${http}/readyz`, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    return readiness.safeParse(await response.json()).success ? http : undefined;
  } catch {
    return undefined;
  }
}
