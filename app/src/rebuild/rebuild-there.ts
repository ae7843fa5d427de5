import { OperatorError } from '@flow/platform/values/operator-error';
import { z } from 'zod';
import { tokenFor } from '../commands/running-graph';
import type { ServiceName } from '../product/service-names';

export type OnProgress = (progress: { readonly done: number; readonly total?: number | undefined }) => void;

const progressSchema = z.object({ done: z.number(), total: z.number().optional() });
const endSchema = z.union([z.object({ events: z.number() }), z.object({ error: z.string() })]);

/** The process that listens there has no such service. */
const elsewhere = (service: ServiceName, http: string): OperatorError =>
  new OperatorError(
    `${service} does not run in the process that listens at ${http}. Run this where it does, with that process's settings and its DATA_DIR: npm run rebuild -- ${service}; in its container, node app/dist/rebuild/main.js ${service}.`,
  );

/** Ends, as at its end, where the product goes away meanwhile. */
async function* bytesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch {
    // What was told until then stands, and that there was no end is told below.
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of bytesOf(body)) {
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
  service: ServiceName,
  onProgress: OnProgress,
): Promise<{ readonly events: number }> {
  const headers = { authorization: `Bearer ${await tokenFor({ http, role: 'administrator', token })}` };
  const response = await fetch(`${http}/operations/rebuild/${encodeURIComponent(service)}`, {
    method: 'POST',
    headers,
  });
  if (response.status === 404) throw elsewhere(service, http);
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
