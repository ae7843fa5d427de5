/**
 * JSON text that is the same for the same value, whatever order its names were given in: names sorted by code unit, and what is
 * undefined left out. Null stays, since "delete" is not "absent". Throws TypeError on what JSON would lose.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const told = Object.entries(value).filter(([, each]) => each !== undefined);
    return `{${told
      .sort(byName)
      .map(([name, each]) => `${JSON.stringify(name)}:${canonicalJson(each)}`)
      .join(',')}}`;
  }
  const isJson = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  if (!isJson) throw new TypeError(`Nothing of the kind ${typeof value} can be written as JSON without loss.`);
  return JSON.stringify(value);
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;
