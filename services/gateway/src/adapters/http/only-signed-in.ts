import type { Identity } from '@flow/platform/security/identity';
import type { Log } from '@flow/platform/telemetry/log';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Rates } from '../../application/rates';
import { SignInUnavailable, type SignIn } from '../../application/sign-in';
import { refuse } from './refusing';
import { bearerOf, correlationOf } from './request-facts';

export interface OnlySignedInDeps {
  readonly signIn: SignIn;
  /** By who is signed in, and by address of those who are not. */
  readonly rates: Rates;
  readonly addressRates: Rates;
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
export function onlySignedIn({ signIn, rates, addressRates, log }: OnlySignedInDeps): OnlySignedIn {
  const identities = new WeakMap<Request, Identity>();

  async function handler(request: Request, response: Response, next: NextFunction): Promise<void> {
    const token = bearerOf(request);
    try {
      const identity = token === undefined ? undefined : await signIn.identify(token);
      if (!identity) {
        const address = request.socket.remoteAddress ?? 'nowhere';
        response.set('www-authenticate', 'Bearer');
        const code = tooOften(response, addressRates.take(address)) ? 'RATE_LIMITED' : 'UNAUTHENTICATED';
        refuse(request, response, { code });
      } else if (tooOften(response, rates.take(identity.subject))) {
        refuse(request, response, { code: 'RATE_LIMITED' });
      } else {
        identities.set(request, identity);
        next();
      }
    } catch (error) {
      if (!(error instanceof SignInUnavailable)) throw error;
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
