import { Query } from 'mingo';
import type { Json } from '../values/json';
import type { Condition, Filter } from './documents';
import { partsOf } from './document-json';

export type Scalar = string | number | boolean | null;
type Operators = Exclude<Condition, Scalar>;

const MOST_ALTERNATIVES = 10;

export const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

const isOrdered = (value: unknown): boolean => typeof value === 'string' || Number.isFinite(value);

const OPERANDS: Readonly<Record<string, (operand: unknown) => boolean>> = {
  $eq: isScalar,
  $ne: isScalar,
  $gt: isOrdered,
  $gte: isOrdered,
  $lt: isOrdered,
  $lte: isOrdered,
  $in: (operand) => Array.isArray(operand) && operand.every(isScalar),
  $prefix: (operand) => typeof operand === 'string',
  $elemMatch: isFilter,
} satisfies Record<keyof Operators, (operand: unknown) => boolean>;

function isFilter(value: unknown): value is Filter {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  checkFilter(value);
  return true;
}

function isOperators(condition: unknown): condition is Operators {
  if (typeof condition !== 'object' || condition === null) return false;
  const entries = Object.entries(condition);
  return entries.length > 0 && entries.every(([operator, operand]) => OPERANDS[operator]?.(operand) ?? false);
}

/** Throws TypeError on whatever is not in the port's subset: only that means the same in every engine. */
export function checkFilter(filter: object): asserts filter is Filter {
  for (const [path, condition] of Object.entries(filter) as readonly [string, unknown][]) {
    if (path === '$or') checkAlternatives(condition);
    else if (partsOf(path).length > 0 && !isScalar(condition) && !isOperators(condition)) {
      throw new TypeError(`The condition on ${path} is not one that every engine knows.`);
    }
  }
}

function checkAlternatives(filters: unknown): void {
  if (
    !Array.isArray(filters) ||
    filters.length === 0 ||
    filters.length > MOST_ALTERNATIVES ||
    !filters.every(isFilter)
  ) {
    throw new TypeError(`$or takes 1 to ${MOST_ALTERNATIVES} filters.`);
  }
}

/** The parts of a filter, each of one kind. */
export type Term =
  | { readonly kind: 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'field'; readonly path: string; readonly operators: Operators };

/** The terms of a checked filter, all of which must hold. A plain value is an equality. */
export const termsOf = (filter: Filter): readonly Term[] =>
  Object.entries(filter).map(([path, condition]): Term => {
    if (Array.isArray(condition)) return { kind: 'or', filters: condition as readonly Filter[] };
    return { kind: 'field', path, operators: isScalar(condition) ? { $eq: condition } : (condition as Operators) };
  });

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function operatorsForMingo({ $prefix, $elemMatch, ...others }: Operators): object {
  return {
    ...others,
    ...($prefix === undefined ? {} : { $regex: new RegExp(`^${escaped($prefix)}`, 'u') }),
    ...($elemMatch === undefined ? {} : { $elemMatch: forMingo($elemMatch) }),
  };
}

const forMingo = (filter: Filter): Record<string, unknown> =>
  Object.fromEntries(
    termsOf(filter).map((term) =>
      term.kind === 'or' ? ['$or', term.filters.map(forMingo)] : [term.path, operatorsForMingo(term.operators)],
    ),
  );

/** Tells whether a document fits a checked filter, as MongoDB would. */
export function matcherOf(filter: Filter): (document: Json) => boolean {
  const query = new Query<Json>(forMingo(filter), {});
  return (document) => query.test(document);
}
