import type { Json } from '../values/json';
import { isObject, jsonCopy, partsOf, type Fields } from './document-json';
import type { Filter, Update } from './documents';
import { checkFilter, isScalar, matcherOf, termsOf } from './filter';

const OPERATORS: readonly string[] = [
  '$set',
  '$unset',
  '$setOnInsert',
  '$max',
  '$min',
  '$addToSet',
  '$pull',
] satisfies readonly (keyof Update)[];

/** MongoDB's order of types, those that JSON has. */
function rankOf(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'number') return 1;
  if (typeof value === 'string') return 2;
  if (typeof value === 'boolean') return 5;
  return Array.isArray(value) ? 4 : 3;
}

/** Texts by their bytes in UTF-8, numbers by size, other types by MongoDB's order of types. */
function compare(a: Json, b: Json): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return rankOf(a) - rankOf(b);
}

const same = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Where a path ends: the object that holds its last name. */
interface Place {
  readonly holder: Fields;
  readonly name: string;
}

/** Goes down the path, making objects where `make`. Undefined where there is none. Throws TypeError where something else stands. */
function placeOf(document: Fields, path: string, make: boolean): Place | undefined {
  const parts = [...partsOf(path)];
  const name = parts.pop() ?? path;
  let holder = document;
  for (const part of parts) {
    const inner = holder[part];
    if (inner === undefined && !make) return undefined;
    if (inner !== undefined && !isObject(inner))
      throw new TypeError(`${path} leads through a field that is no object.`);
    const copy: Fields = { ...inner };
    holder[part] = copy;
    holder = copy;
  }
  return { holder, name };
}

function setAt(document: Fields, path: string, next: (now: Json | undefined) => Json): void {
  const place = placeOf(document, path, true);
  if (place) place.holder[place.name] = next(place.holder[place.name]);
}

function arrayAt(path: string, now: Json | undefined): readonly Json[] {
  if (now === undefined) return [];
  if (!Array.isArray(now)) throw new TypeError(`${path} is not an array.`);
  return now as readonly Json[];
}

function pulled(unwanted: unknown): (element: Json) => boolean {
  if (isScalar(unwanted)) return (element) => element === unwanted;
  if (typeof unwanted !== 'object' || Array.isArray(unwanted)) {
    throw new TypeError('$pull takes a value, or a filter for elements that are objects.');
  }
  checkFilter(unwanted);
  const matches = matcherOf(unwanted);
  return (element) => isObject(element) && matches(element);
}

type Operator = (document: Fields, path: string, operand: unknown, inserting: boolean) => void;

const set: Operator = (document, path, operand) => setAt(document, path, () => jsonCopy(operand));
const extreme =
  (sign: 1 | -1): Operator =>
  (document, path, operand) =>
    setAt(document, path, (now) => {
      const next = jsonCopy(operand);
      return now === undefined || sign * compare(next, now) > 0 ? next : now;
    });

const APPLY: Readonly<Record<string, Operator>> = {
  $set: set,
  $setOnInsert: (document, path, operand, inserting) => {
    if (inserting) set(document, path, operand, inserting);
  },
  $unset: (document, path) => {
    const place = placeOf(document, path, false);
    if (place) Reflect.deleteProperty(place.holder, place.name);
  },
  $max: extreme(1),
  $min: extreme(-1),
  $addToSet: (document, path, operand) =>
    setAt(document, path, (now) => {
      const value = jsonCopy(operand);
      const array = arrayAt(path, now);
      return array.some((element) => same(element, value)) ? array : [...array, value];
    }),
  $pull: (document, path, operand) => {
    const unwanted = pulled(operand);
    const place = placeOf(document, path, false);
    const now = place?.holder[place.name];
    if (place && now !== undefined)
      place.holder[place.name] = arrayAt(path, now).filter((element) => !unwanted(element));
  },
};

/** Throws TypeError on an operator that is not in the port's subset, and on two that touch the same field. */
export function checkUpdate(update: Update): void {
  const entries = Object.entries(update) as readonly [string, unknown][];
  if (entries.length === 0 || entries.some(([operator]) => !OPERATORS.includes(operator))) {
    throw new TypeError(`An update has one or more of ${OPERATORS.join(', ')}.`);
  }
  const paths = entries.flatMap(([, fields]) => Object.keys(fields ?? {})).map((path) => `${partsOf(path).join('.')}.`);
  const clash = paths.find((path, index) => paths.some((other, at) => at !== index && other.startsWith(path)));
  if (clash !== undefined) throw new TypeError(`An update touches ${clash.slice(0, -1)} twice.`);
}

/** The document after a checked update. Throws TypeError where an operator does not fit what it finds, or on a change of `_id`. */
export function updated(document: Fields, update: Update, inserting: boolean): Fields {
  const result: Fields = { ...document };
  for (const [operator, fields] of Object.entries(update) as readonly [string, Readonly<Record<string, unknown>>][]) {
    for (const [path, operand] of Object.entries(fields)) APPLY[operator]?.(result, path, operand, inserting);
  }
  if (document['_id'] !== undefined && result['_id'] !== document['_id']) throw new TypeError('An _id never changes.');
  return result;
}

/** What an upsert begins with: the filter's equalities. */
export function seedOf(filter: Filter): Fields {
  const seed: Fields = {};
  for (const term of termsOf(filter)) {
    if (term.kind === 'or' || term.operators.$eq === undefined) continue;
    const { $eq } = term.operators;
    setAt(seed, term.path, () => $eq);
  }
  return seed;
}
