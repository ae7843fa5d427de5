import type { Log } from '@flow/platform/telemetry/log';
import { may } from '@flow/schema/rights';
import { Router, type Response } from 'express';
import type { SignInGuard } from '../../application/sign-in-guard';
import { bearerOf } from './request-facts';

export interface RebuildProgress {
  readonly done: number;
  readonly total?: number;
}

/** Makes the read models of a service anew beside the live ones, and takes them into use. */
export type Rebuild = (onProgress: (progress: RebuildProgress) => void) => Promise<{ readonly events: number }>;

export interface RebuildRouteDeps {
  readonly rebuilds: Readonly<Record<string, Rebuild>>;
  readonly guard: SignInGuard;
  readonly log: Log;
}

function refuse(response: Response, waitMs: number): void {
  if (waitMs > 0) response.set('retry-after', String(Math.ceil(waitMs / 1000)));
  response.status(waitMs > 0 ? 429 : 401).json({ error: 'Sign in, then ask again.' });
}

const line = (told: object): string => `${JSON.stringify(told)}\n`;

/**
 * POST /rebuild/:service by an administrator: lines of JSON, {done, total?} while it goes on, then {events} or {error}. Whoever
 * hangs up does not stop it.
 */
export function rebuildRoute({ rebuilds, guard, log }: RebuildRouteDeps): Router {
  const underWay = new Set<string>();

  async function run(service: string, rebuild: Rebuild, response: Response): Promise<void> {
    underWay.add(service);
    response.status(200).setHeader('content-type', 'application/x-ndjson');
    response.flushHeaders();
    const write = (told: object): void => {
      if (response.writable) response.write(line(told));
    };
    try {
      write(await rebuild((progress) => write(progress)));
    } catch (error) {
      log.error('A rebuild failed.', { operation: service, error });
      write({ error: 'The rebuild failed; the live model is as it was. See the log.' });
    } finally {
      underWay.delete(service);
      response.end();
    }
  }

  const router = Router();
  router.post('/rebuild/:service', async (request, response) => {
    const signed = await guard.identify(bearerOf(request), request.socket.remoteAddress);
    const { service } = request.params;
    const rebuild = Object.hasOwn(rebuilds, service) ? rebuilds[service] : undefined;
    if (!signed.identity) refuse(response, signed.waitMs);
    else if (!may(signed.identity.roles, 'operations.rebuild')) {
      response.status(403).json({ error: 'An administrator may do this.' });
    } else if (!rebuild) {
      response
        .status(404)
        .json({ error: `There is a rebuild of ${Object.keys(rebuilds).sort().join(', ') || 'nothing'}.` });
    } else if (underWay.has(service)) response.status(409).json({ error: 'A rebuild of it is under way.' });
    else {
      log.info('A rebuild begins.', { operation: service });
      await run(service, rebuild, response);
    }
  });
  return router;
}
