import express, {
  type ErrorRequestHandler,
  type Express,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import type { Log } from '../telemetry/log';

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** Whoever came by HTTPS once comes by nothing else for a year. */
const STRICT = 'max-age=31536000';

const guarded: RequestHandler = (request, response, next) => {
  response.set(HEADERS);
  if (request.secure) response.set('strict-transport-security', STRICT);
  next();
};

const nothingThere: RequestHandler = (_request, response) => {
  response.status(404).json({ error: 'There is nothing at this address.' });
};

const statusOf = (error: unknown): number =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500;

/** What a handler threw is logged without its message and answered with one fixed sentence. */
const failing =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, _request, response: Response, next) => {
    const status = statusOf(error);
    if (status >= 500) log.error('A request failed.', { status, error });
    if (response.headersSent) next(error);
    else response.status(status).json({ error: status >= 500 ? 'Something went wrong.' : 'The request is at fault.' });
  };

export interface AppOptions {
  readonly log: Log;
  readonly routers: readonly Router[];
}

/** An express app that says nothing of itself: no banner, no stack, no caching, nothing that may be framed. A router may loosen it. */
export function createApp({ log, routers }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').set('env', 'production');
  app.use(guarded, ...routers, nothingThere, failing(log));
  return app;
}
