import { execute, parse, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { serviceIdentity } from '../../security/identity';
import { createGraphContext } from '../create-graph-context';

/** Executes in process, as plain JSON, with the ids of those whom the answer shows. */
export async function ask(schema: GraphQLSchema, text: string, variableValues: Record<string, unknown> = {}) {
  const shown: string[] = [];
  const context = createGraphContext({ identity: serviceIdentity('t'), correlationId: 'c' }, (ids) =>
    shown.push(...ids),
  );
  const result: ExecutionResult = await execute({
    schema,
    document: parse(text),
    contextValue: context,
    variableValues,
  });
  return { ...(JSON.parse(JSON.stringify(result)) as ExecutionResult), shown };
}
