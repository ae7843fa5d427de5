import type { FaultCode } from '@flow/platform/graphql/fault';
import {
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  ValuesOfCorrectTypeRule,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { shapeOf, type DocumentShape } from './document-shape';
import { fault } from './faults';
import { literalsFitTypes } from './literal-values';

export interface DocumentLimits {
  readonly maxTokens: number;
  readonly maxAliases: number;
  /** In production the schema does not tell of itself: no introspection, and no names in hints. */
  readonly production: boolean;
}

export interface KnownDocument {
  readonly document: DocumentNode;
  readonly shape: DocumentShape;
}

export interface Documents {
  /** The same text gives the same document for as long as it is kept, so that it is validated and planned once. */
  read(query: string): KnownDocument | readonly GraphQLError[];
}

const KEPT = 1000;
const MOST_FAULTS = 5;

const withCode = (error: GraphQLError, code: FaultCode, message = error.message): GraphQLError =>
  new GraphQLError(message, { nodes: error.nodes ?? null, source: error.source ?? null, extensions: { code } });

/** What was written where something else was expected: its place is told, and only what kind of word it is. */
const WRITTEN = /\b(Name|Int|Float|String|BlockString) ".*"/s;

const parseFault = ({ message, source, positions }: GraphQLError): GraphQLError =>
  new GraphQLError(message.replace(WRITTEN, '$1'), {
    source: source ?? null,
    positions: positions ?? null,
    extensions: { code: 'GRAPHQL_PARSE_FAILED' satisfies FaultCode },
  });

/** Parses and validates against the public schema, and keeps the last thousand texts, faulty ones too. */
export function createDocuments(api: GraphQLSchema, { maxTokens, maxAliases, production }: DocumentLimits): Documents {
  const always = [...specifiedRules.filter((rule) => rule !== ValuesOfCorrectTypeRule), literalsFitTypes];
  const rules = production ? [...always, NoSchemaIntrospectionCustomRule] : always;
  const kept = new Map<string, KnownDocument | readonly GraphQLError[]>();

  function parsed(query: string): DocumentNode | GraphQLError {
    try {
      return parse(query, { maxTokens });
    } catch (error) {
      if (error instanceof GraphQLError) return parseFault(error);
      throw error;
    }
  }

  function understand(query: string): KnownDocument | readonly GraphQLError[] {
    const document = parsed(query);
    if (document instanceof GraphQLError) return [document];
    const shape = shapeOf(document);
    if (shape.aliases > maxAliases) {
      return [fault('GRAPHQL_VALIDATION_FAILED', `At most ${maxAliases} aliases; there are ${shape.aliases}.`)];
    }
    const errors = validate(api, document, rules, { maxErrors: MOST_FAULTS });
    if (errors.length === 0) return { document, shape };
    return errors.map((error) => {
      const message = production ? error.message.replace(/ Did you mean .*\?$/s, '') : error.message;
      return withCode(error, 'GRAPHQL_VALIDATION_FAILED', message);
    });
  }

  return {
    read(query) {
      const found = kept.get(query) ?? understand(query);
      kept.delete(query);
      kept.set(query, found);
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      return found;
    },
  };
}
