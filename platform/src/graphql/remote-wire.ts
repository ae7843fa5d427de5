import { print, type DocumentNode } from 'graphql';
import { z } from 'zod';
import type { KeyRing } from '../security/key-ring';
import type { Clock } from '../time/clock';
import { OperatorError } from '../values/operator-error';
import type { SubgraphRequest } from './subgraph-executor';

export interface RemoteExecutorOptions {
  /** The service that is asked: what is signed for it is refused by every other. */
  readonly service: string;
  /** Its GraphQL endpoint, `http://…` or `https://…`. */
  readonly url: string;
  readonly keys: KeyRing;
  readonly clock: Clock;
  /** How long a whole answer is waited for; 10 s if not told. A service that is stopped keeps its connections, and says nothing. */
  readonly answerMs?: number | undefined;
}

/** What is sent, and signed, of a request. */
export const requestSchema = z.strictObject({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).exactOptional(),
  operationName: z.string().exactOptional(),
});

const path = z.array(z.union([z.string(), z.number()]));
const location = z.object({ line: z.number(), column: z.number() });
const fault = z.object({
  message: z.string(),
  path: path.exactOptional(),
  locations: z.array(location).exactOptional(),
  extensions: z.record(z.string(), z.unknown()).exactOptional(),
});
/** What a subgraph answers: a GraphQL result, and beside it the patients whom it shows and the traces that it tells of. */
export const answerSchema = z.object({
  data: z.unknown().exactOptional(),
  errors: z.array(fault).exactOptional(),
  extensions: z
    .object({ shows: z.array(z.string()).exactOptional(), traces: z.array(z.string()).exactOptional() })
    .exactOptional(),
});

/** A line of a subscription: an answer, a sign of life, or the end that tells a subscription that is over from one that was lost. */
export const frameSchema = z.union([
  z.strictObject({ alive: z.literal(true) }),
  z.strictObject({ complete: z.literal(true) }),
  answerSchema,
]);
export const ALIVE = JSON.stringify({ alive: true });
export const COMPLETE = JSON.stringify({ complete: true });

/** Lines of `<signature> <JSON>`: the signature is of exactly the bytes that follow it. */
export const FRAMES_TYPE = 'application/vnd.patientflow.frames';
/** The method under which a request for frames is signed, so that nobody makes an answer of it on the way. */
export const SUBSCRIBE = 'SUBSCRIBE';
/** A quiet subscription tells so often that it is alive. */
export const ALIVE_MS = 5_000;

const printed = new WeakMap<DocumentNode, string>();

/** The text of a document; of the same document the same text, printed once. */
function textOf(document: string | DocumentNode): string {
  if (typeof document === 'string') return document;
  const text = printed.get(document) ?? print(document);
  printed.set(document, text);
  return text;
}

/** The body of a request, as it is sent and signed. */
export const bodyOf = ({ document, variables, operationName }: SubgraphRequest): string =>
  JSON.stringify({ query: textOf(document), variables, operationName } satisfies Record<
    keyof z.input<typeof requestSchema>,
    unknown
  >);

/** Whoever answered has not the keys of the service that was asked, or answered something else. */
export class UnsignedAnswer extends OperatorError {}
