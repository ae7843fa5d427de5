import express, { Router, type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import type { DemonstrationSignIn } from '../sign-in/demonstration-issuer';
import { isLocal } from './request-facts';

const asked = z.object({ user: z.string().max(100) });
const REFUSAL = { error: 'The demonstration signs in on its own machine only.' };

/** Refuses whoever does not ask from this machine. */
export function onlyLocal(request: Request, response: Response, next: NextFunction): void {
  if (isLocal(request)) next();
  else response.status(403).json(REFUSAL);
}

/** POST /demo/token {user} gives {token, expiresAt}; GET /demo/users lists whom it signs in. From this machine only. */
export function demonstrationRoutes(signIn: DemonstrationSignIn): Router {
  const router = Router();
  router.use(onlyLocal);
  router.get('/users', (_request, response) => {
    response.json({ users: signIn.users().map(({ subject, name, roles }) => ({ subject, name, roles })) });
  });
  router.post('/token', express.json({ limit: 1000 }), async (request, response) => {
    const told = asked.safeParse(request.body);
    const issued = told.success ? await signIn.issue(told.data.user) : undefined;
    response.setHeader('cache-control', 'no-store');
    if (issued) response.json(issued);
    else response.status(404).json({ error: 'Send {"user": …}, one of those that GET /demo/users lists.' });
  });
  return router;
}
