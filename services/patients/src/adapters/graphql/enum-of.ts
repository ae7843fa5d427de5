import { registerEnumType } from 'type-graphql';

/** Words of the domain as a GraphQL enum: `given` is GIVEN. */
export function enumOf<Word extends string>(name: string, words: readonly Word[], description: string) {
  const values = Object.fromEntries(words.map((word) => [word.toUpperCase(), word]));
  registerEnumType(values, { name, description });
  return values;
}
