import type { Identity } from '@flow/platform/security/identity';
import type { Log } from '@flow/platform/telemetry/log';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { DoorHeld } from '../../application/held-sign-in';
import type { Rates } from '../../application/rates';
import { SignInUnavailable } from '../../application/sign-in';
import type { SignInGuard } from '../../application/sign-in-guard';
import { refuse } from './refusing';
import { bearerOf, correlationOf } from './request-facts';

export interface OnlySignedInDeps {
  readonly guard: SignInGuard;
  /** By who is signed in. */
  readonly rates: Rates;
  readonly log: Log;
}

export interface OnlySignedIn {
  readonly handler: RequestHandler;
  /** Who sent a request that the handler let pass. */
  identityOf(request: Request): Identity;
}

function tooOften(response: Response, waitMs: number): boolean {
  if (waitMs > 0) response.set('retry-after', String(Math.ceil(waitMs / 1000)));
  return waitMs > 0;
}

/** Lets those pass whose token is good and who do not ask too often, before a byte of what they send is read. */
export function onlySignedIn({ guard, rates, log }: OnlySignedInDeps): OnlySignedIn {
  const identities = new WeakMap<Request, Identity>();

  async function handler(request: Request, response: Response, next: NextFunction): Promise<void> {
    try {
      const signed = await guard.identify(bearerOf(request), request.socket.remoteAddress);
      if (!signed.identity) {
        response.set('www-authenticate', 'Bearer');
        const code = tooOften(response, signed.waitMs) ? 'RATE_LIMITED' : 'UNAUTHENTICATED';
        refuse(request, response, { code });
      } else if (tooOften(response, rates.take(signed.identity.subject))) {
        refuse(request, response, { code: 'RATE_LIMITED' });
      } else {
        identities.set(request, signed.identity);
        next();
      }
    } catch (error) {
      if (!(error instanceof SignInUnavailable)) throw error;
      if (!(error instanceof DoorHeld))
        log.error('Nobody can be signed in.', { correlationId: correlationOf(response), error });
      refuse(request, response, { code: 'DOWNSTREAM_UNAVAILABLE' });
    }
  }

  return {
    handler,
    identityOf(request) {
      const identity = identities.get(request);
      if (!identity) throw new Error('A request came this far without an identity.');
      return identity;
    },
  };
}
