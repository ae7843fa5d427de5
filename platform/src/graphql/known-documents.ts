import { GraphQLError, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';

export type ReadDocument =
  | { readonly ok: true; readonly document: DocumentNode }
  | {
      readonly ok: false;
      readonly refusedAs: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED';
      readonly errors: readonly GraphQLError[];
    };

function read(schema: GraphQLSchema, text: string): ReadDocument {
  try {
    const document = parse(text);
    const errors = validate(schema, document);
    return errors.length === 0 ? { ok: true, document } : { ok: false, refusedAs: 'GRAPHQL_VALIDATION_FAILED', errors };
  } catch (error) {
    if (error instanceof GraphQLError) return { ok: false, refusedAs: 'GRAPHQL_PARSE_FAILED', errors: [error] };
    throw error;
  }
}

/** Parses and validates each text once, and remembers the last so many. */
export function createKnownDocuments(schema: GraphQLSchema, limit = 500): (text: string) => ReadDocument {
  const known = new Map<string, ReadDocument>();
  return (text) => {
    const found = known.get(text) ?? read(schema, text);
    known.delete(text);
    known.set(text, found);
    for (const oldest of known.keys()) {
      if (known.size <= limit) break;
      known.delete(oldest);
    }
    return found;
  };
}
