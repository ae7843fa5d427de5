/** A category has no dash: the store splits there. */
const FORM = /^([A-Za-z][A-Za-z0-9]*)-./;

/** The part of a stream's name before the first dash. Throws TypeError on a name that is not `<category>-<id>`. */
export function categoryOf(stream: string): string {
  const category = FORM.exec(stream)?.[1];
  if (category === undefined) throw new TypeError(`A stream's name is <category>-<id>; ${stream} is not.`);
  return category;
}

/** Whether a stream of this category can begin with one of the prefixes. */
export const mayMatch = (category: string, prefixes: readonly string[]): boolean =>
  prefixes.some((prefix) => (prefix.includes('-') ? prefix.startsWith(`${category}-`) : category.startsWith(prefix)));

/** Whether every stream of this category begins with one of the prefixes. */
export const alwaysMatches = (category: string, prefixes: readonly string[]): boolean =>
  prefixes.some((prefix) => `${category}-`.startsWith(prefix));
