import { print, type DocumentNode } from 'graphql';
import { z } from 'zod';
import type { KeyRing } from '../security/key-ring';
import type { Clock } from '../time/clock';
import { OperatorError } from '../values/operator-error';
import type { SubgraphRequest, SubgraphResult } from './subgraph-executor';

export interface RemoteExecutorOptions {
  /** The service that is asked: what is signed for it is refused by every other. */
  readonly service: string;
  /** Its GraphQL endpoint, `http://…` or `https://…`. Subscriptions use the same over WebSocket. */
  readonly url: string;
  readonly keys: KeyRing;
  readonly clock: Clock;
}

const path = z.array(z.union([z.string(), z.number()]));
const location = z.object({ line: z.number(), column: z.number() });
const fault = z.object({
  message: z.string(),
  path: path.exactOptional(),
  locations: z.array(location).exactOptional(),
  extensions: z.record(z.string(), z.unknown()).exactOptional(),
});
/** What a subgraph answers: a GraphQL result, and beside it the patients whom it shows. A frame is signed inside. */
export const answerSchema = z.object({
  data: z.unknown().exactOptional(),
  errors: z.array(fault).exactOptional(),
  extensions: z
    .object({ shows: z.array(z.string()).exactOptional(), signature: z.string().exactOptional() })
    .exactOptional(),
});

const printed = new WeakMap<DocumentNode, string>();

/** The text of a document; of the same document the same text, printed once. */
function textOf(document: string | DocumentNode): string {
  if (typeof document === 'string') return document;
  const text = printed.get(document) ?? print(document);
  printed.set(document, text);
  return text;
}

/** What is sent, and signed, of a request. */
export const bodyOf = ({ document, variables, operationName }: SubgraphRequest) => ({
  query: textOf(document),
  ...(variables && { variables }),
  ...(operationName !== undefined && { operationName }),
});

/** What is signed of a frame: the same on both sides, since JSON keeps the order of names. */
export const frameBody = ({ data, errors }: SubgraphResult, shows: readonly string[] | undefined): string =>
  JSON.stringify({ data, errors, shows });

/** Whoever answered has not the keys of the service that was asked, or answered something else. */
export class UnsignedAnswer extends OperatorError {}

/** The method under which a socket and its operations are signed. */
export const SOCKET = 'SOCKET';
