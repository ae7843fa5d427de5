import {
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql';
import type { TypeExtensionNode } from 'graphql';

/** How much a list field may give, for the estimate of a query's cost (IBM's GraphQL Cost Directives, `@listSize`). */
export interface ListSize {
  readonly assumedSize: number | undefined;
  /** Arguments whose value is the largest number of items. */
  readonly slicingArguments: readonly string[];
}

/** What the subgraphs say of their fields by directives, by `Type.field`. The public schema carries none of it. */
export interface FieldMarks {
  /** Fields that show something of an identifiable patient: `@personal`. */
  readonly personal: ReadonlySet<string>;
  /** `@cost(weight:)`, the highest that any subgraph says. */
  readonly weights: ReadonlyMap<string, number>;
  readonly listSizes: ReadonlyMap<string, ListSize>;
}

const named = (field: FieldDefinitionNode, name: string): ConstDirectiveNode | undefined =>
  field.directives?.find(({ name: { value } }) => value === name || value === `federation__${name}`);

function numberOf(directive: ConstDirectiveNode, argument: string): number | undefined {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.INT || value?.kind === Kind.STRING ? Number(value.value) : undefined;
}

function textsOf(directive: ConstDirectiveNode, argument: string): string[] {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []));
}

/** Reads the marks of all subgraphs from their SDL. */
export function fieldMarks(sdls: readonly string[]): FieldMarks {
  const personal = new Set<string>();
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();

  function read(type: TypeDefinitionNode | TypeExtensionNode): void {
    if (!('fields' in type)) return;
    for (const field of type.fields ?? []) {
      if (field.kind !== Kind.FIELD_DEFINITION) continue;
      const coordinate = `${type.name.value}.${field.name.value}`;
      if (named(field, 'personal')) personal.add(coordinate);
      const cost = named(field, 'cost');
      if (cost) weights.set(coordinate, Math.max(numberOf(cost, 'weight') ?? 0, weights.get(coordinate) ?? 0));
      const size = named(field, 'listSize');
      if (size) {
        const slicingArguments = textsOf(size, 'slicingArguments');
        listSizes.set(coordinate, { assumedSize: numberOf(size, 'assumedSize'), slicingArguments });
      }
    }
  }

  for (const sdl of sdls) {
    visit(parse(sdl, { noLocation: true }), {
      ObjectTypeDefinition: read,
      ObjectTypeExtension: read,
      InterfaceTypeDefinition: read,
      InterfaceTypeExtension: read,
    });
  }
  return { personal, weights, listSizes };
}
