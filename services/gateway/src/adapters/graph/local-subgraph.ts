import { printSubgraphSchema } from '@apollo/subgraph';
import { execute, OperationTypeNode, subscribe, type GraphQLSchema } from 'graphql';
import type { Subgraph, SubgraphAnswer } from './subgraph';

/** The subgraph of a service that runs in this process: its schema is executed here, with nothing in between. */
export function localSubgraph(name: string, schema: GraphQLSchema): Subgraph {
  return {
    name,
    sdl: printSubgraphSchema(schema),
    async execute({ document, operation, variables, context }): Promise<SubgraphAnswer> {
      const request = { schema, document, variableValues: variables, contextValue: context };
      if (operation !== OperationTypeNode.SUBSCRIPTION) return execute(request);
      return subscribe(request);
    },
    close: () => Promise.resolve(),
  };
}
