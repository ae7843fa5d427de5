import { OperatorError } from '@flow/platform/values/operator-error';
import { composeServices, transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { parse, print } from 'graphql';
import { fieldMarks, type FieldMarks } from './field-marks';

/** A subgraph by what it says of itself. */
export interface SubgraphSdl {
  readonly name: string;
  readonly sdl: string;
}

/** The graph of all subgraphs, in the three forms that are needed. */
export interface ComposedGraph {
  /** For the planner: every field, and who owns it. */
  readonly supergraphSdl: string;
  /** What people see: nothing that is @inaccessible, no federation. */
  readonly apiSdl: string;
  readonly marks: FieldMarks;
}

/** Composes on this machine. Throws OperatorError with everything that does not fit together. */
export function composeGraph(subgraphs: readonly SubgraphSdl[]): ComposedGraph {
  const composed = composeServices(
    subgraphs.map(({ name, sdl }) => ({ name, url: `subgraph://${name}`, typeDefs: parse(sdl, { noLocation: true }) })),
  );
  if (composed.errors) {
    const faults = composed.errors.map(({ message }) => `- ${message}`).join('\n');
    throw new OperatorError(`The subgraphs ${subgraphs.map(({ name }) => name).join(', ')} do not compose:\n${faults}`);
  }
  const { supergraphSdl } = composed;
  return {
    supergraphSdl,
    apiSdl: print(transformSupergraphToPublicSchema(parse(supergraphSdl, { noLocation: true }))),
    marks: fieldMarks(subgraphs.map(({ sdl }) => sdl)),
  };
}
