import type { Filter as MongoFilter } from 'mongodb';
import type { Document, Filter } from '../documents';
import { checkFilter, termsOf } from '../filter';

/** What stands for itself in a pattern only when it is escaped. MongoDB takes no pattern with a NUL in it. */
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('\0', '\\x00');

type Operators = Extract<ReturnType<typeof termsOf>[number], { kind: 'field' }>['operators'];

function conditionsOn({ $prefix, $elemMatch, ...comparisons }: Operators): readonly object[] {
  return [
    ...Object.entries(comparisons).map(([operator, operand]) => ({ [operator]: operand })),
    ...($prefix === undefined ? [] : [{ $regex: `^${escaped($prefix)}` }]),
    ...($elemMatch === undefined ? [] : [{ $elemMatch: conditionsOf($elemMatch) }]),
  ];
}

/**
 * An equality is always said by its operator, so that no value is ever read as one. Several conditions on one field stand each
 * by itself: of an array, different elements may keep them, and not every server reads it so when they stand together.
 */
function conditionsOf(filter: Filter): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  const apart: object[] = [];
  for (const term of termsOf(filter)) {
    if (term.kind === 'or') {
      all['$or'] = term.filters.map(conditionsOf);
      continue;
    }
    const [condition, ...others] = conditionsOn(term.operators);
    all[term.path] = condition;
    apart.push(...others.map((other) => ({ [term.path]: other })));
  }
  return apart.length === 0 ? all : { ...all, $and: apart };
}

/** The filter in MongoDB's words. Throws TypeError on whatever is not in the port's subset. */
export function mongoFilter(filter: Filter): MongoFilter<Document> {
  checkFilter(filter);
  return conditionsOf(filter);
}
