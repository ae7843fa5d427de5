import { raw, Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import type { GraphQLSchema } from 'graphql';
import type { KeyRing } from '../security/key-ring';
import { ANSWER_HEADER, sealOfHeaders } from '../security/signed-headers';
import { createVerifier, signAnswer, type Refusal } from '../security/signing';
import type { Log } from '../telemetry/log';
import type { Clock } from '../time/clock';
import { FAULT_SENTENCES, type FaultCode } from './fault';
import { writeFrames } from './frame-writer';
import { mapFrames } from './frames';
import { createLocalExecutor } from './local-executor';
import { FRAMES_TYPE, requestSchema, SUBSCRIBE } from './remote-wire';
import type { SubgraphRequest, SubgraphResult } from './subgraph-executor';

export interface SubgraphServerOptions {
  /** As askers name it: what was signed for another service is refused. */
  readonly service: string;
  readonly schema: GraphQLSchema;
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly log: Log;
  /** The largest request, in bytes; 4 MiB if not told. */
  readonly bodyLimit?: number | undefined;
  /** How often a quiet subscription tells that it is alive. */
  readonly aliveMs?: number | undefined;
}

export interface ServedSubgraph {
  /** Answers POST /graphql. */
  readonly router: Router;
  /** Cuts every subscription, so that its subscriber joins again elsewhere. */
  stop(): void;
}

/** A signed request, as it was verified. */
interface Asked {
  readonly nonce: string;
  readonly request: SubgraphRequest;
  readonly forFrames: boolean;
}

const refuse = (response: Response, status: number, code: FaultCode): void => {
  response.status(status).json({ errors: [{ message: FAULT_SENTENCES[code], extensions: { code } }] });
};

const postOnly: RequestHandler = (request, response, next) => {
  if (request.method === 'POST') next();
  else refuse(response.set('allow', 'POST'), 405, 'BAD_USER_INPUT');
};

/** Reads no byte of what does not even claim to be signed. */
const sealedOnly: RequestHandler = (request, response, next) => {
  if (sealOfHeaders(request.headers)) next();
  else refuse(response.set('connection', 'close'), 401, 'UNAUTHENTICATED');
};

const STATUS_CODES: Readonly<Record<number, FaultCode>> = { 413: 'REQUEST_TOO_LARGE' };

/** What the reading of a body refuses: too large, cut off, compressed. Anything else is a fault of ours. */
const refuseBody =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, _request, response: Response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500;
    if (status >= 500) log.error('A request between services failed.', { status, error });
    refuse(response, status, STATUS_CODES[status] ?? (status < 500 ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR'));
  };

const UNKNOWN_ASKER = [401, 'UNAUTHENTICATED'] as const;
const REFUSALS: Readonly<Record<Refusal | 'MALFORMED', readonly [number, FaultCode]>> = {
  UNSIGNED: UNKNOWN_ASKER,
  UNKNOWN_KEY: UNKNOWN_ASKER,
  BAD_SIGNATURE: UNKNOWN_ASKER,
  OUTSIDE_WINDOW: UNKNOWN_ASKER,
  REPLAYED: UNKNOWN_ASKER,
  TOO_MANY: [503, 'RATE_LIMITED'],
  MALFORMED: [400, 'BAD_USER_INPUT'],
};

/** The patients and traces that resolvers have reported since they were last told, each once. */
function collectReports() {
  const [shown, told] = [new Set<string>(), new Set<string>()];
  const taken = (of: Set<string>): readonly string[] => {
    const all = [...of];
    of.clear();
    return all;
  };
  return {
    shows: (patientIds: readonly string[]): void => patientIds.forEach((id) => shown.add(id)),
    tells: (traces: readonly string[]): void => traces.forEach((trace) => told.add(trace)),
    /** The text of a result, with whom it shows and which traces it tells of. */
    textOf: (result: SubgraphResult): string => {
      const [shows, traces] = [taken(shown), taken(told)];
      if (shows.length === 0 && traces.length === 0) return JSON.stringify(result);
      const extensions = { ...(shows.length > 0 && { shows }), ...(traces.length > 0 && { traces }) };
      return JSON.stringify({ ...result, extensions });
    },
  };
}

/** Who asks for what; or why it was refused. */
function createReader({ service, keys, clock }: SubgraphServerOptions) {
  const verify = createVerifier(keys, clock);
  return (request: Request): Asked | Refusal | 'MALFORMED' => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const path = request.originalUrl;
    const forFrames = request.headers.accept === FRAMES_TYPE;
    const parts = { audience: service, method: forFrames ? SUBSCRIBE : 'POST', path, body };
    const verified = verify(parts, sealOfHeaders(request.headers));
    if (!verified.ok) return verified.refusal;
    const asked = requestSchema.safeParse(parseJson(body.toString('utf8')));
    if (!asked.success) return 'MALFORMED';
    const { query, ...rest } = asked.data;
    return { nonce: verified.nonce, forFrames, request: { ...rest, document: query, asking: verified.asking } };
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Serves one subgraph to the gateway and to other services, who ask it by `createRemoteExecutor`. Nobody else is answered. */
export function serveSubgraph(options: SubgraphServerOptions): ServedSubgraph {
  const { schema, keys, log, bodyLimit = 4 * 1024 * 1024, aliveMs } = options;
  const executor = createLocalExecutor({ schema, log });
  const read = createReader(options);
  const streaming = new Set<Response>();

  async function answer({ request, nonce }: Asked, response: Response): Promise<void> {
    const { shows, textOf } = collectReports();
    const body = textOf(await executor.execute({ ...request, shows }));
    response
      .set(ANSWER_HEADER, signAnswer(keys, { nonce, frame: 0, body }))
      .type('application/json')
      .send(body);
  }

  async function stream({ request, nonce }: Asked, response: Response): Promise<void> {
    const { shows, tells, textOf } = collectReports();
    streaming.add(response);
    response.once('close', () => streaming.delete(response));
    await writeFrames(response, mapFrames(executor.subscribe({ ...request, shows, tells }), textOf), {
      keys,
      nonce,
      aliveMs,
    });
  }

  const handle: RequestHandler = async (request, response) => {
    const asked = read(request);
    if (typeof asked === 'object') return asked.forFrames ? stream(asked, response) : answer(asked, response);
    log.warn('A request between services was refused.', { code: asked });
    refuse(response, ...REFUSALS[asked]);
  };

  const router = Router({ caseSensitive: true, strict: true });
  const body = raw({ type: () => true, limit: bodyLimit, inflate: false });
  router.all('/graphql', postOnly, sealedOnly, body, handle, refuseBody(log));
  return {
    router,
    stop: () => streaming.forEach((response) => response.destroy()),
  };
}
