import { OperatorError } from '@flow/platform/values/operator-error';
import { z } from 'zod';

const refusals = z.array(z.object({ extensions: z.object({ code: z.string() }) })).min(1);

const REFUSED: Readonly<Record<string, string>> = {
  FORBIDDEN:
    'Whoever is signed in may not see the hospital board. Sign in as a bed manager, a ward clerk or a wall display.',
  UNAUTHENTICATED: 'The token is not valid, or has ended. Sign in again.',
  RATE_LIMITED: 'Asked too often for now.',
};

/** One sentence for why there is no board: ours, what the gateway refused, or what is likely. */
export function sentenceOf(error: unknown, http: string): string {
  if (error instanceof OperatorError) return error.message;
  const [refusal] = refusals.safeParse(error).data ?? [];
  if (refusal === undefined) return `Nothing answers at ${http}. Is the product running (npm start)?`;
  const { code } = refusal.extensions;
  return REFUSED[code] ?? `The product answered with ${code}.`;
}
