import { OperatorError } from '@flow/platform/values/operator-error';
import { z } from 'zod';

const refusals = z.array(z.object({ extensions: z.object({ code: z.string() }) })).min(1);

const REFUSED: Readonly<Record<string, string>> = {
  FORBIDDEN:
    'Whoever is signed in may not see the hospital board. Sign in as a bed manager, a ward clerk or a wall display.',
  UNAUTHENTICATED: 'The token is not valid, or has ended. Sign in again.',
  RATE_LIMITED: 'Asked too often for now.',
};

/** How a web socket ended: a code of RFC 6455, or from 4400 on one of the protocol's or the gateway's. */
const closed = z.object({ code: z.number(), reason: z.string() });
/** The gateway's codes that somebody can do something about. */
const TOKEN_REFUSED = 4403;
/** The line was cut without a word. */
const CUT = 1006;

const CLOSED: Readonly<Record<number, string>> = {
  1001: 'is stopping.',
  [TOKEN_REFUSED]:
    'does not accept the token: it is not valid, or has ended. Sign in again and set FLOW_TOKEN to the new token; where the demonstration runs, unset FLOW_TOKEN and its users are signed in.',
  4429: 'has had too many bad tokens or questions from here. Wait a minute.',
  4499: 'has gone silent.',
  4503: 'cannot sign in anybody just now: it does not reach the issuer of the tokens.',
};

/** Another connection with the same token will be refused as well. */
export function isTokenRefused(error: unknown): boolean {
  return closed.safeParse(error).data?.code === TOKEN_REFUSED;
}

/** One sentence for why there is no board: ours, what the gateway refused, or what is likely. */
export function sentenceOf(error: unknown, http: string): string {
  if (error instanceof OperatorError) return error.message;
  const end = closed.safeParse(error).data;
  if (end !== undefined && end.code !== CUT)
    return `${http} ${CLOSED[end.code] ?? `ended the connection with ${end.code}: ${end.reason}`}`;
  const [refusal] = refusals.safeParse(error).data ?? [];
  if (refusal === undefined) return `Nothing answers at ${http}. Is the product running (npm start)?`;
  const { code } = refusal.extensions;
  return REFUSED[code] ?? `The product answered with ${code}.`;
}
