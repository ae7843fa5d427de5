import { GraphQLError, type GraphQLSchema, type OperationDefinitionNode, type OperationTypeNode } from 'graphql';
import type { DocumentShape } from './document-shape';
import { createDocuments, type DocumentLimits } from './documents';
import { fault } from './faults';
import type { FieldMarks } from './field-marks';
import type { GraphOperation } from './graph-answer';
import { createPersonalFields } from './personal-fields';
import { createCostEstimate } from './query-cost';
import { coerceVariables } from './variable-values';

export interface OperationLimits extends DocumentLimits {
  readonly maxDepth: number;
  /** By the estimate of query-cost. */
  readonly maxCost: number;
}

/** What a client sends. */
export interface OperationText {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An operation that may run. */
export interface Prepared {
  readonly operation: GraphOperation;
  readonly kind: OperationTypeNode;
  /** Asks the schema about itself, and nothing else. */
  readonly introspection: boolean;
  /** The names of its first fields, sorted: the only name of an operation that is not the client's to choose. */
  readonly fields: string;
  /** Asks for a field that shows something of a patient. */
  readonly personal: boolean;
}

export type Preparation = { readonly prepared: Prepared } | { readonly faults: readonly GraphQLError[] };

export interface Operations {
  prepare(text: OperationText): Preparation;
}

function chosen({ operations }: DocumentShape, name: string | undefined): OperationDefinitionNode | GraphQLError {
  const found = operations.filter((operation) => name === undefined || operation.name?.value === name);
  const [operation] = found;
  if (found.length === 1 && operation) return operation;
  return fault('BAD_USER_INPUT', 'Name the one operation of the document that is to run, in "operationName".');
}

/** The planner would answer an operation that asks the schema and the hospital at once with the schema alone. */
function asksSchema(fields: ReadonlySet<string>): boolean | GraphQLError {
  const about = [...fields].filter((name) => name.startsWith('__'));
  if (about.length === fields.size) return true;
  if (about.every((name) => name === '__typename')) return false;
  return fault('BAD_USER_INPUT', 'Ask for __schema or __type in an operation of their own.');
}

/** Takes what clients send as far as an operation that is valid, within the limits, and named. */
export function createOperations(api: GraphQLSchema, marks: FieldMarks, limits: OperationLimits): Operations {
  const { maxDepth, maxCost } = limits;
  const documents = createDocuments(api, limits);
  const costOf = createCostEstimate(api, marks);
  const personalFields = createPersonalFields(api, marks.personal);

  function excess(shape: DocumentShape, operation: OperationDefinitionNode, variables: OperationText['variables']) {
    const depth = shape.depth(operation);
    if (depth > maxDepth) {
      return fault('GRAPHQL_VALIDATION_FAILED', `At most ${maxDepth} fields deep; there are ${depth}.`);
    }
    const cost = costOf({ operation, fragments: shape.fragments, variables });
    if (cost <= maxCost) return undefined;
    const sentence = `The query may cost ${cost}, and ${maxCost} is allowed. Ask for fewer items, or less of each.`;
    return fault('COST_ESTIMATED_TOO_EXPENSIVE', sentence);
  }

  return {
    prepare({ query, operationName, variables }) {
      const found = documents.read(query);
      if (!('document' in found)) return { faults: found };
      const { document, shape } = found;
      const operation = chosen(shape, operationName);
      if (operation instanceof GraphQLError) return { faults: [operation] };
      const fields = shape.rootFields(operation);
      const introspection = asksSchema(fields);
      if (introspection instanceof GraphQLError) return { faults: [introspection] };
      const coerced = coerceVariables(api, operation, variables);
      if ('faults' in coerced) return coerced;
      // What asks the schema is deep by nature and never asks the hospital; the validator bounds how often it may nest lists.
      const tooMuch = introspection ? undefined : excess(shape, operation, coerced.values);
      if (tooMuch) return { faults: [tooMuch] };
      return {
        prepared: {
          operation: { document, operationName, variables: coerced.values },
          kind: operation.operation,
          introspection,
          fields: [...fields].sort().join(' '),
          personal: !introspection && personalFields.asksIn(document),
        },
      };
    },
  };
}
