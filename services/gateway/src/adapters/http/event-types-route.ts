import type { Log } from '@flow/platform/telemetry/log';
import type { SiteVocabularies } from '@flow/platform/vocabulary/raise';
import { may } from '@flow/schema/rights';
import { Router, type Request, type Response } from 'express';
import type { SignInGuard } from '../../application/sign-in-guard';
import { bearerOf } from './request-facts';

export interface EventTypesRouteDeps {
  readonly vocabularies: SiteVocabularies;
  readonly guard: SignInGuard;
  readonly log: Log;
}

/** GET /event-types says which instances read what; POST has the newest written once all do. By an administrator. */
export function eventTypesRoute({ vocabularies, guard, log }: EventTypesRouteDeps): Router {
  /** Undefined: answered already. */
  async function administratorOf(request: Request, response: Response): Promise<string | undefined> {
    const signed = await guard.identify(bearerOf(request), request.socket.remoteAddress);
    if (!signed.identity) response.status(401).json({ error: 'Sign in, then ask again.' });
    else if (!may(signed.identity.roles, 'operations.raise-event-types'))
      response.status(403).json({ error: 'An administrator may do this.' });
    else return signed.identity.subject;
    return undefined;
  }

  async function answer(response: Response, work: () => Promise<readonly object[]>): Promise<void> {
    try {
      response.json({ services: await work() });
    } catch (error) {
      log.error('The vocabularies of stored events could not be read or raised.', { error });
      response.status(503).json({ error: 'An engine does not answer. Try again.' });
    }
  }

  const router = Router();
  router.get('/event-types', async (request, response) => {
    if ((await administratorOf(request, response)) !== undefined) await answer(response, () => vocabularies.show());
  });
  router.post('/event-types', async (request, response) => {
    const by = await administratorOf(request, response);
    if (by !== undefined) await answer(response, () => vocabularies.raise(by));
  });
  return router;
}
