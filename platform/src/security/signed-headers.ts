import type { IncomingHttpHeaders } from 'node:http';
import type { RequestSeal } from './signing';

const NAMES = {
  key: 'x-flow-key',
  at: 'x-flow-at',
  nonce: 'x-flow-nonce',
  claims: 'x-flow-claims',
  mac: 'x-flow-mac',
} as const;

/** The header under which an answer says that it comes from the service that was asked. */
export const ANSWER_HEADER = 'x-flow-answer';

export const headersOfSeal = (seal: RequestSeal): Record<string, string> => ({
  [NAMES.key]: seal.key,
  [NAMES.at]: seal.at,
  [NAMES.nonce]: seal.nonce,
  [NAMES.claims]: seal.claims,
  [NAMES.mac]: seal.mac,
});

/** The seal of a request, or undefined unless every header of it is there exactly once. */
export function sealOfHeaders(headers: IncomingHttpHeaders): RequestSeal | undefined {
  const one = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [key, at, nonce, claims, mac] = [NAMES.key, NAMES.at, NAMES.nonce, NAMES.claims, NAMES.mac].map(one);
  if (key === undefined || at === undefined || nonce === undefined || claims === undefined || mac === undefined) {
    return undefined;
  }
  return { key, at, nonce, claims, mac };
}
