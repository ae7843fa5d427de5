import { OperatorError } from '@flow/platform/values/operator-error';
import type { ErasureOrder } from '../../domain/erasure';
import { erasureOrderSchema } from '../events/erasure-event-codec';

/** Frozen: a line that was written once is read by every later version. */
const FORMAT = 1;

export const lineOf = ({ patientId, patientIds, claims, reason, by, at }: ErasureOrder): string =>
  `${JSON.stringify({ format: FORMAT, patientId, patientIds, claims, reason, by, at })}\n`;

function orderIn(line: string): ErasureOrder | undefined {
  try {
    const told: unknown = JSON.parse(line);
    const isOurs = typeof told === 'object' && told !== null && 'format' in told && told.format === FORMAT;
    const parsed = erasureOrderSchema.safeParse(told);
    return isOurs && parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export interface ReadOrders {
  readonly orders: readonly ErasureOrder[];
  /** How much of the text counts, in UTF-16 units: a last line without an end that is no order was cut off by a crash. */
  readonly length: number;
}

/** The orders of a file's text. Throws OperatorError, with file and line, for a line that is none: none may be passed over. */
export function ordersIn(text: string, file: string): ReadOrders {
  const ended = text.lastIndexOf('\n') + 1;
  const lines = text.slice(0, ended).split('\n').slice(0, -1);
  const orders = lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    const order = orderIn(line);
    if (order === undefined)
      throw new OperatorError(`${file}, line ${at + 1} is no order of an erasure. Put it right, or take the line out.`);
    return [order];
  });
  const last = orderIn(text.slice(ended));
  return last === undefined ? { orders, length: ended } : { orders: [...orders, last], length: text.length };
}
