import { GraphFault } from '@flow/platform/graphql/fault';
import { DateTime, LocalDate, LocalTime } from '@flow/platform/graphql/scalars';
import { buildASTSchema, isScalarType, parse, type GraphQLError, type GraphQLSchema } from 'graphql';

/** A scalar's reading, with what it says of a bad text as a RangeError: the validator then tells where in the document. */
const telling =
  <Given extends readonly unknown[]>(read: (...given: Given) => unknown) =>
  (...given: Given): unknown => {
    try {
      return read(...given);
    } catch (error) {
      throw error instanceof GraphFault ? new RangeError(error.message, { cause: error }) : error;
    }
  };

/**
 * The schema that people ask by. The platform's scalars read values in it as they do in every service: its text has only
 * their names, and a bad date would go unseen as far as the service, and come back as a fault of ours.
 */
export function publicSchema(apiSdl: string): GraphQLSchema {
  const schema = buildASTSchema(parse(apiSdl));
  for (const ours of [DateTime, LocalDate, LocalTime]) {
    const found = schema.getType(ours.name);
    if (!isScalarType(found)) continue;
    found.parseValue = telling((value: unknown) => ours.parseValue(value));
    found.parseLiteral = telling(ours.parseLiteral.bind(ours));
  }
  return schema;
}

/** What a scalar of the platform says of a value that it cannot read, after a space; nothing where another complained. */
export const scalarSays = ({ originalError }: GraphQLError): string =>
  originalError instanceof RangeError ? ` ${originalError.message}` : '';
