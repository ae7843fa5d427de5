import { OperatorError } from '@flow/platform/values/operator-error';
import { z } from 'zod';

export type OnProgress = (progress: { readonly done: number; readonly total?: number | undefined }) => void;

const progressSchema = z.object({ done: z.number(), total: z.number().optional() });
const endSchema = z.union([z.object({ events: z.number() }), z.object({ error: z.string() })]);
const tokenSchema = z.object({ token: z.string() });
const ADMINISTRATOR = 'ada';

/** A token given by whoever runs this, or the demonstration's administrator. */
async function tokenFor(http: string, token: string | undefined): Promise<string> {
  if (token !== undefined) return token;
  const response = await fetch(`${http}/demo/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: ADMINISTRATOR }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new OperatorError('Set FLOW_TOKEN to the token of an administrator.');
  return tokenSchema.parse(await response.json()).token;
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true });
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
}

/** Asks the running product to rebuild a service's documents beside the live ones. */
export async function rebuildThere(
  http: string,
  token: string | undefined,
  service: string,
  onProgress: OnProgress,
): Promise<{ readonly events: number }> {
  const headers = { authorization: `Bearer ${await tokenFor(http, token)}` };
  const response = await fetch(`${http}/operations/rebuild/${encodeURIComponent(service)}`, {
    method: 'POST',
    headers,
  });
  if (!response.ok || response.body === null) {
    const told = z.object({ error: z.string() }).safeParse(await response.json().catch(() => undefined));
    throw new OperatorError(told.data?.error ?? 'The product refused to rebuild.');
  }
  for await (const line of linesOf(response.body)) {
    const told: unknown = JSON.parse(line);
    const progress = progressSchema.safeParse(told);
    if (progress.success) {
      onProgress(progress.data);
      continue;
    }
    const end = endSchema.parse(told);
    if ('error' in end) throw new OperatorError(end.error);
    return end;
  }
  throw new OperatorError('The product stopped before the rebuild was done; the live model is as it was.');
}
