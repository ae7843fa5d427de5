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

const OPERANDS = {
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

/** Whatever an object has by its prototype is none. */
const isOperator = (name: string): name is keyof typeof OPERANDS => Object.hasOwn(OPERANDS, name);

function isFilter(value: unknown): value is Filter {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  checkFilter(value);
  return true;
}

function isOperators(condition: unknown): condition is Operators {
  if (typeof condition !== 'object' || condition === null) return false;
  const entries = Object.entries(condition);
  return (
    entries.length > 0 && entries.every(([operator, operand]) => isOperator(operator) && OPERANDS[operator](operand))
  );
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

const COMPARISONS: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  $eq: (a, b) => a === b,
  $lt: (a, b) => a < b,
  $lte: (a, b) => a <= b,
  $gt: (a, b) => a > b,
  $gte: (a, b) => a >= b,
};

interface Comparison {
  readonly parts: readonly string[];
  readonly compare: (value: string | number, operand: string | number) => boolean;
  readonly operand: string | number;
}

/** The comparisons that a filter is made of; undefined where it is made of anything else. */
function comparisonsOf(filter: Filter): readonly Comparison[] | undefined {
  const found: Comparison[] = [];
  for (const term of termsOf(filter)) {
    if (term.kind === 'or') return undefined;
    for (const [operator, operand] of Object.entries(term.operators) as readonly [string, unknown][]) {
      const compare = COMPARISONS[operator];
      if (!compare || (typeof operand !== 'string' && typeof operand !== 'number')) return undefined;
      found.push({ parts: partsOf(term.path), compare, operand });
    }
  }
  return found;
}

function plainValue(document: Json, parts: readonly string[]): Json | undefined {
  let value: Json | undefined = document;
  for (const part of parts) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, part) ? (value as Readonly<Record<string, Json>>)[part] : undefined;
  }
  return value;
}

/** Undefined where it takes more than to compare two texts or two numbers. */
function comparePlainly(comparisons: readonly Comparison[], document: Json): boolean | undefined {
  let fits = true;
  for (const { parts, compare, operand } of comparisons) {
    const value = plainValue(document, parts);
    if ((typeof value !== 'string' && typeof value !== 'number') || typeof value !== typeof operand) return undefined;
    fits &&= compare(value, operand);
  }
  return fits;
}

/**
 * Tells whether a document fits a checked filter, as MongoDB would. A guard by position or revision, which every projection
 * writes by, is compared here: to compile its query takes longer than all the rest of the write.
 */
export function matcherOf(filter: Filter): (document: Json) => boolean {
  const comparisons = comparisonsOf(filter);
  let query: Query<Json> | undefined;
  return (document) => {
    const plain = comparisons && comparePlainly(comparisons, document);
    if (plain !== undefined) return plain;
    query ??= new Query<Json>(forMingo(filter), {});
    return query.test(document);
  };
}
