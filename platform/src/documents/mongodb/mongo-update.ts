import type { UpdateFilter } from 'mongodb';
import { jsonCopy } from '../document-json';
import type { Document, Filter, Update } from '../documents';
import { isScalar } from '../filter';
import { checkUpdate, seedOf, updated } from '../update';
import { mongoFilter } from './mongo-filter';

function operandOf(operator: string, operand: unknown): unknown {
  if (operator === '$unset') return '';
  if (operator !== '$pull' || isScalar(operand)) return jsonCopy(operand);
  return mongoFilter(operand as Filter);
}

/** The update in MongoDB's words. Throws TypeError on whatever is not in the port's subset. */
export function mongoUpdate(update: Update): UpdateFilter<Document> {
  checkUpdate(update);
  // What does not fit a document of its own fits none; this reads every operand as the embedded engine does.
  updated({}, update, true);
  return Object.fromEntries(
    Object.entries(update).map(([operator, fields]: [string, Readonly<Record<string, unknown>>]) => [
      operator,
      Object.fromEntries(Object.entries(fields).map(([path, operand]) => [path, operandOf(operator, operand)])),
    ]),
  );
}

/** What an upsert of the update would put there. */
export const insertedBy = (filter: Filter, update: Update) => updated(seedOf(filter), update, true);
