import { registerEnumType } from 'type-graphql';

/** A GraphQL enum of words of the domain, as GraphQL writes them: `awaiting-clean` is AWAITING_CLEAN. Make it once a name. */
export function enumOf<Word extends string>(
  name: string,
  words: readonly Word[],
  description?: string,
): Readonly<Record<string, Word>> {
  const values = Object.fromEntries(words.map((word) => [word.toUpperCase().replaceAll('-', '_'), word]));
  registerEnumType(values, { name, ...(description !== undefined && { description }) });
  return values;
}
