import type { Json, JsonObject } from '../values/json';

/** A document as it is stored, to be changed in place. */
export type Fields = Record<string, Json>;

const PART = /^(?!\$|__proto__$)[^.\0]+$/;

/** The names of a field path. Throws TypeError on a name that begins with `$`, is empty, or is a number (an array's place). */
export function partsOf(path: string): readonly string[] {
  const parts = path.split('.');
  for (const part of parts) {
    if (!PART.test(part) || /^\d+$/.test(part))
      throw new TypeError(`${path} is not a field path of names joined by dots.`);
  }
  return parts;
}

function checkNames(value: Json): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (!PART.test(name))
      throw new TypeError(`A field name is not empty, does not begin with $ and has no dot; ${name} does.`);
    checkNames(inner);
  }
}

/** A copy of the value as JSON keeps it. Throws TypeError where JSON has no form for it, or on a field name that is not allowed. */
export function jsonCopy(value: unknown): Json {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError('Undefined cannot be stored: leave the field out, or use null.');
  const copy = JSON.parse(text) as Json;
  checkNames(copy);
  return copy;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A document with its `_id`, copied through JSON. Throws TypeError as `jsonCopy`, or without an `_id` of text. */
export function documentCopy(document: unknown): Fields & { readonly _id: string } {
  const copy = jsonCopy(document);
  if (!isObject(copy) || typeof copy['_id'] !== 'string' || copy['_id'] === '') {
    throw new TypeError('A document is an object with an _id of text.');
  }
  return { ...copy, _id: copy['_id'] };
}

/** Values at a path. Arrays on the way stand for each of their elements, as in MongoDB. */
export interface Found {
  readonly values: readonly Json[];
  /** Whether there was an array on the way or at the end. */
  readonly crossedArray: boolean;
}

export function valuesAt(document: Json, path: string): Found {
  let values: readonly Json[] = [document];
  let crossedArray = false;
  const spread = (): void => {
    crossedArray ||= values.some((value) => Array.isArray(value));
    values = values.flatMap((value) => (Array.isArray(value) ? (value as readonly Json[]) : [value]));
  };
  for (const part of partsOf(path)) {
    values = values.flatMap((value) => (isObject(value) && part in value ? [value[part] ?? null] : []));
    spread();
  }
  return { values, crossedArray };
}
