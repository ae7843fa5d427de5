import type { Ids } from '@flow/platform/ids/ids';
import express, { Router, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import type { OpenedPatients } from '../../application/opened-patients';
import { refusalText, type Answering } from '../graph/answering';
import type { Operations } from '../graph/operations';
import { onlySignedIn, type OnlySignedInDeps } from './only-signed-in';
import { operationText } from './operation-text';
import { onlyJsonPosts, refuse, sendJson, type Refusal } from './refusing';
import { correlationOf, traceOf } from './request-facts';

export interface GraphqlEndpointDeps extends OnlySignedInDeps {
  readonly answering: Answering;
  readonly operations: Operations;
  readonly opened: OpenedPatients;
  readonly ids: Ids;
  readonly maxBodyBytes: number;
}

const BODY_FORM = 'The body is {"query", "variables", "operationName"}.';

/** What the parser of bodies throws: its own message may repeat what was sent. */
const bodyFault = z.object({ type: z.string() });

function refusalOf(error: unknown): Refusal {
  const told = bodyFault.safeParse(error);
  if (!told.success) return { code: 'INTERNAL_SERVER_ERROR' };
  if (told.data.type === 'entity.too.large') return { code: 'REQUEST_TOO_LARGE' };
  return { code: 'BAD_USER_INPUT', sentence: BODY_FORM };
}

/** POST of one operation as JSON, by a bearer token. Everything else is refused before its body is read. */
export function graphqlEndpoint(deps: GraphqlEndpointDeps): Router {
  const { answering, operations, opened, ids, log, maxBodyBytes } = deps;
  const signedIn = onlySignedIn(deps);

  async function answer(request: Request, response: Response): Promise<void> {
    const correlationId = correlationOf(response);
    const identity = opened.withOpened(signedIn.identityOf(request));
    const told = operationText(request.body);
    if (!told) {
      refuse(request, response, { code: 'BAD_USER_INPUT', sentence: BODY_FORM });
      return;
    }
    const preparation = operations.prepare(told);
    if ('faults' in preparation) {
      sendJson(request, response, { status: 400, text: refusalText(preparation.faults, correlationId) });
      return;
    }
    const asker = { identity, correlationId, trace: traceOf(request) };
    const { ran, text } = await answering.answer(preparation.prepared, asker);
    sendJson(request, response, { status: ran ? 200 : 400, text });
  }

  function failed(error: unknown, request: Request, response: Response, next: NextFunction): void {
    const refusal = refusalOf(error);
    if (refusal.code === 'INTERNAL_SERVER_ERROR') {
      log.error('A request failed.', { correlationId: correlationOf(response), error });
    }
    if (response.headersSent) next(error);
    else refuse(request, response, refusal);
  }

  const router = Router();
  router.use((_request, response, next) => {
    response.set('x-correlation-id', ids.next());
    next();
  });
  router.use(onlyJsonPosts, signedIn.handler, express.json({ limit: maxBodyBytes, strict: true }), answer);
  router.use(failed);
  return router;
}
