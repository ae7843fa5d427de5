/** Asks the gateway as one of the demonstration's users. */
export interface Asking {
  ask<T>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<T>;
}

async function json(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  return response.json();
}

export async function signIn(http: string, user: string): Promise<Asking & { readonly token: string }> {
  const { token } = (await json(`${http}/demo/token`, { user })) as { token: string };
  return {
    token,
    async ask<T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> {
      const answer = await json(`${http}/graphql`, { query, variables }, { authorization: `Bearer ${token}` });
      const { data, errors } = answer as { data?: T; errors?: readonly { readonly message: string }[] };
      if (errors !== undefined || data === undefined) throw new Error(`Refused: ${JSON.stringify(errors)}`);
      return data;
    },
  };
}
