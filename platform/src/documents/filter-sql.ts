import type { SqlValue } from '../engines/sqlite';
import type { Filter } from './documents';
import { isScalar, termsOf, type Scalar, type Term } from './filter';

/** A condition in SQL that lets through every document which fits the filter. */
export interface Where {
  readonly sql: string;
  readonly values: readonly SqlValue[];
  /** Whether it lets through only those. */
  readonly exact: boolean;
}

/** What is known of a collection's fields. */
export interface FieldKnowledge {
  readonly collection: string;
  readonly indexed: ReadonlySet<string>;
  /** Indexed fields that are an array in some document, or lie within one: their elements stand in a table of their own. */
  readonly arrays: ReadonlySet<string>;
}

type Compared = '=' | '<' | '<=' | '>' | '>=';
const COMPARED: Readonly<Record<string, Compared>> = { $eq: '=', $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' };
/** Above every text that begins with the same. */
const LAST_CHARACTER = '\u{10FFFF}';

/** A column whose JSON type is `type`: the document's own, or an element's. */
interface Column {
  readonly value: string;
  readonly type: string;
}

interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

export const jsonPath = (path: string): string =>
  `$${path
    .split('.')
    .map((part) => `."${part}"`)
    .join('')}`;
export const expressionOf = (path: string): string => `json_extract(doc, '${jsonPath(path)}')`;

const joined = (conditions: readonly Condition[], by: 'AND' | 'OR'): Condition => ({
  sql: conditions.length === 0 ? (by === 'AND' ? '1' : '0') : `(${conditions.map(({ sql }) => sql).join(` ${by} `)})`,
  values: conditions.flatMap(({ values }) => values),
});

const isText = ({ type }: Column): string => `${type} = 'text'`;
const isNumber = ({ type }: Column): string => `${type} IN ('integer', 'real')`;

/** One comparison within one JSON type, as MongoDB compares; the bounds let an index stop at the type's end. */
function comparison(column: Column, by: Compared, operand: string | number | boolean): Condition {
  const { value, type } = column;
  if (typeof operand === 'boolean')
    return { sql: `(${value} = ? AND ${type} = ?)`, values: [operand ? 1 : 0, String(operand)] };
  if (typeof operand === 'string') {
    const bound = by.startsWith('<') ? ` AND ${value} >= ''` : '';
    return { sql: `(${value} ${by} ?${bound} AND ${isText(column)})`, values: [operand] };
  }
  const bound = by.startsWith('>') ? ` AND ${value} < ''` : '';
  return { sql: `(${value} ${by} ?${bound} AND ${isNumber(column)})`, values: [operand] };
}

const beginning = (column: Column, prefix: string): Condition => ({
  sql: `(${column.value} >= ? AND ${column.value} < ? AND substr(${column.value}, 1, length(?)) = ? AND ${isText(column)})`,
  values: [prefix, prefix + LAST_CHARACTER, prefix, prefix],
});

function oneOf(column: Column, operands: readonly Scalar[]): Condition {
  const within = (some: readonly Scalar[], check: string): readonly Condition[] =>
    some.length === 0
      ? []
      : [{ sql: `(${column.value} IN (SELECT value FROM json_each(?)) AND ${check})`, values: [JSON.stringify(some)] }];
  const texts = operands.filter((each) => typeof each === 'string');
  const numbers = operands.filter((each) => typeof each === 'number');
  const booleans = operands.filter((each) => typeof each === 'boolean');
  return joined(
    [
      ...within(texts, isText(column)),
      ...within(numbers, isNumber(column)),
      ...booleans.map((each) => comparison(column, '=', each)),
    ],
    'OR',
  );
}

/** The operator on the column; undefined where SQL cannot say it. */
function onColumn(column: Column, operator: string, operand: unknown): Condition | undefined {
  const by = COMPARED[operator];
  if (by && isScalar(operand)) return operand === null ? undefined : comparison(column, by, operand);
  if (operator === '$prefix' && typeof operand === 'string') return beginning(column, operand);
  if (operator === '$in' && Array.isArray(operand) && operand.every(isScalar)) {
    return operand.includes(null) ? undefined : oneOf(column, operand);
  }
  return undefined;
}

const ID: Column = { value: '_id', type: `'text'` };

function onField(path: string, operator: string, operand: unknown, known: FieldKnowledge): Condition | undefined {
  if (path === '_id') return onColumn(ID, operator, operand);
  if (!known.indexed.has(path)) return undefined;
  const column = { value: expressionOf(path), type: `json_type(doc, '${jsonPath(path)}')` };
  const own = onColumn(column, operator, operand);
  if (!known.arrays.has(path)) {
    return own ?? (operator === '$eq' && operand === null ? { sql: `${column.value} IS NULL`, values: [] } : undefined);
  }
  const element = own && onColumn({ value: 'value', type: 'type' }, operator, operand);
  if (!element) return undefined;
  const among = `_id IN (SELECT _id FROM elements WHERE collection = ? AND path = ? AND ${element.sql})`;
  return joined([own, { sql: among, values: [known.collection, path, ...element.values] }], 'OR');
}

function termSql(term: Term, known: FieldKnowledge): Where {
  if (term.kind === 'or') {
    const branches = term.filters.map((filter) => whereOf(filter, known));
    return { ...joined(branches, 'OR'), exact: branches.every(({ exact }) => exact) };
  }
  const conditions = Object.entries(term.operators).map(([operator, operand]) =>
    onField(term.path, operator, operand, known),
  );
  const said = conditions.filter((condition) => condition !== undefined);
  return { ...joined(said, 'AND'), exact: said.length === conditions.length };
}

/** The SQL of a checked filter. */
export function whereOf(filter: Filter, known: FieldKnowledge): Where {
  const terms = termsOf(filter).map((term) => termSql(term, known));
  return { ...joined(terms, 'AND'), exact: terms.every(({ exact }) => exact) };
}
