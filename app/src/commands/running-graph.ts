import { OperatorError } from '@flow/platform/values/operator-error';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { dataOf } from './graph-answer';
import type { AskingProduct, ProductGraph } from './product-graph';

interface Running extends Pick<AskingProduct, 'role'> {
  /** `http://host:port` of the gateway. */
  readonly http: string;
  /** Of somebody who has the role; else one of the demonstration's users is signed in. */
  readonly token: string | undefined;
}

const ANSWERS_WITHIN_MS = 60_000;
const TOO_MANY_REQUESTS = 429;
const TRIES = 5;

const users = z.object({ users: z.array(z.object({ subject: z.string(), roles: z.array(z.string()) })) });
const issued = z.object({ token: z.string() });

async function reach(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
  } catch (cause) {
    throw new OperatorError(`The product at ${new URL(url).origin} does not answer.`, { cause });
  }
}

const posted = (body: object, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** FLOW_TOKEN, or the token of a user of the demonstration who has the role. Throws OperatorError where there is neither. */
export async function tokenFor({ http, role, token }: Running): Promise<string> {
  if (token !== undefined && token !== '') return token;
  const needed = `Set FLOW_TOKEN to the token of somebody who has the role ${role}`;
  const listed = await reach(`${http}/demo/users`);
  if (!listed.ok) throw new OperatorError(`${needed}.`);
  const user = users.parse(await listed.json()).users.find((one) => new Set(one.roles).has(role));
  if (!user) throw new OperatorError(`No user of the demonstration has the role ${role}. ${needed}.`);
  const signedIn = await reach(`${http}/demo/token`, posted({ user: user.subject }));
  if (!signedIn.ok) throw new OperatorError(`The demonstration does not sign in. ${needed}.`);
  return issued.parse(await signedIn.json()).token;
}

/** The graph of the product that listens there. Asked too often, it waits as long as it is told to. */
export async function runningGraph(running: Running): Promise<ProductGraph> {
  const headers = { authorization: `Bearer ${await tokenFor(running)}` };

  async function answered(body: object): Promise<Response> {
    for (let tries = 1; ; tries += 1) {
      const response = await reach(`${running.http}/graphql`, posted(body, headers));
      if (response.status !== TOO_MANY_REQUESTS || tries === TRIES) return response;
      await wait(1000 * Number(response.headers.get('retry-after') ?? 1));
    }
  }
  return {
    running: true,
    async execute(query, variables = {}) {
      const response = await answered({ query, variables });
      if (response.status === 401)
        throw new OperatorError(
          `The token is not good (any more). It must be of somebody who has the role ${running.role}.`,
        );
      return dataOf(await response.json());
    },
  };
}
