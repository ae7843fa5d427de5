import {
  coerceInputValue,
  isInputType,
  typeFromAST,
  valueFromAST,
  Kind,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { fault } from './faults';
import { scalarSays } from './public-schema';

export type Coerced =
  { readonly values: Readonly<Record<string, unknown>> } | { readonly faults: readonly GraphQLError[] };

/**
 * Checks the variables against the public schema. What is wrong is told by name and place, never by value: a value may be a
 * patient's, and messages are kept by programs that we do not know.
 */
export function coerceVariables(
  api: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  told: Readonly<Record<string, unknown>>,
): Coerced {
  const values: Record<string, unknown> = {};
  const faults: GraphQLError[] = [];
  for (const definition of variableDefinitions) {
    const name = definition.variable.name.value;
    const type = typeFromAST(api, definition.type);
    if (!isInputType(type)) continue;
    const required = definition.type.kind === Kind.NON_NULL_TYPE;
    if (!Object.hasOwn(told, name)) {
      if (definition.defaultValue) values[name] = valueFromAST(definition.defaultValue, type);
      else if (required)
        faults.push(fault('BAD_USER_INPUT', `Variable "$${name}" of type "${String(type)}" is missing.`));
      continue;
    }
    coerceInputValue(told[name], type, (path, _value, error) => {
      const at = path.length > 0 ? ` at "${[name, ...path].join('.')}"` : '';
      const field = /^Field "(\w+)"/.exec(error.message)?.[1];
      const what = field === undefined ? '' : `, field "${field}"`;
      const sentence = `Variable "$${name}" does not fit its type "${String(type)}"${at}${what}.${scalarSays(error)}`;
      faults.push(fault('BAD_USER_INPUT', sentence));
    });
    values[name] = told[name];
  }
  return faults.length > 0 ? { faults } : { values };
}
