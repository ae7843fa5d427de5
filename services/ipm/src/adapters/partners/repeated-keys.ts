import { z } from 'zod';

/** Strings, and what gives a JSON text its form; numbers and words between them hold no key. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

interface Open {
  readonly path: readonly string[];
  readonly keys: Set<string>;
  /** Where within it the text is: a key, or the place in a list. */
  at: string | number;
}

const within = (outer: Open | undefined): Open => ({
  path: outer ? [...outer.path, String(outer.at)] : [],
  keys: new Set(),
  at: 0,
});

/** The keys that stand more than once in one object of a JSON text, as `limits.idleMs`: the last alone would be read. */
export function repeatedKeys(json: string): readonly string[] {
  const repeated = new Set<string>();
  const open: Open[] = [];
  let before = '';
  for (const [token] of json.matchAll(TOKEN)) {
    const inner = open.at(-1);
    if (token === '{' || token === '[') {
      open.push(within(inner));
    } else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && typeof inner?.at === 'number') inner.at += 1;
    else if (token === ':' && inner) {
      const key = z.string().parse(JSON.parse(before));
      if (inner.keys.has(key)) repeated.add([...inner.path, key].join('.'));
      inner.keys.add(key);
      inner.at = key;
    }
    before = token;
  }
  return [...repeated];
}
