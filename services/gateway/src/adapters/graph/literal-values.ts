import {
  GraphQLError,
  isEnumType,
  getNamedType,
  ValuesOfCorrectTypeRule,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { scalarSays } from './public-schema';

/** Of an input object as a whole: names of the schema and of the document, never a value. */
const NAMES_ONLY = /^(Field "[\w.]+" (of required type|is not defined|must be non-null)|OneOf Input Object )/;

/** Names of the schema, which follow what was written. */
const HINT = / Did you mean the enum value [^?]*\?$/;

/**
 * Checks the values that are written in a document. What is wrong is told by argument and type, and by its place in the text,
 * never by value: a value may be a patient's, as it may in a variable.
 */
export const literalsFitTypes: ValidationRule = (context) => {
  function reportError(error: GraphQLError): void {
    context.reportError(NAMES_ONLY.test(error.message) ? error : withoutValue(error, context));
  }
  const own = new Proxy(context, {
    get(asked, key) {
      const found: unknown = key === 'reportError' ? reportError : Reflect.get(asked, key, asked);
      return found;
    },
  });
  return ValuesOfCorrectTypeRule(own);
};

function withoutValue(error: GraphQLError, context: ValidationContext): GraphQLError {
  const argument = context.getArgument();
  const type = context.getInputType();
  const what = argument ? `A value in the argument "${argument.name}"` : 'A value';
  const hint = type && isEnumType(getNamedType(type)) ? (HINT.exec(error.message)?.[0] ?? '') : '';
  const sentence = `${what} does not fit its type "${String(type)}".${scalarSays(error)}${hint}`;
  return new GraphQLError(sentence, { nodes: error.nodes ?? null });
}
