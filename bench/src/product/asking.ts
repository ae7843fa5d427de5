import { z } from 'zod';

const token = z.object({ token: z.string() });
const answer = z.object({ data: z.unknown(), errors: z.array(z.unknown()).optional() });

async function post(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  return response.json();
}

/** A token of one of the demonstration's users. */
export const tokenOf = async (http: string, user: string): Promise<string> =>
  token.parse(await post(`${http}/demo/token`, { user })).token;

/** Asks the gateway; rejects when there are errors. */
export async function askGateway(
  http: string,
  {
    token: bearer,
    query,
    variables = {},
  }: { readonly token: string; readonly query: string; readonly variables?: object },
): Promise<unknown> {
  const said = answer.parse(await post(`${http}/graphql`, { query, variables }, { authorization: `Bearer ${bearer}` }));
  if (said.errors) throw new Error(`The gateway refused: ${JSON.stringify(said.errors)}`);
  return said.data;
}
