import { OperatorError } from '@flow/platform/values/operator-error';
import { z } from 'zod';

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).partial().optional() }))
    .optional(),
});

/** The data of an answer that has no errors; else an OperatorError with their sentences, in one line. */
export function dataOf(told: unknown): Readonly<Record<string, unknown>> {
  const { data, errors = [] } = answer.parse(told);
  const sentences = new Set(errors.map(({ message }) => message));
  if (sentences.size > 0) throw new OperatorError([...sentences].join(' '));
  if (!data) throw new OperatorError('The product gave no answer.');
  return data;
}
