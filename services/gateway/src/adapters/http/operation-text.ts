import { z } from 'zod';
import type { OperationText } from '../graph/operations';

/** One operation. Lists of them are not taken: each would count as one request. */
const body = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/** What a client asks for; undefined when it is not of this form. */
export function operationText(told: unknown): OperationText | undefined {
  const read = body.safeParse(told);
  if (!read.success) return undefined;
  const { query, operationName, variables } = read.data;
  return { query, operationName: operationName ?? undefined, variables: variables ?? {} };
}
