import {
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isUnionType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { FieldMarks } from './field-marks';

/** What a list is taken to hold when its field does not say. */
const UNTOLD_LIST_SIZE = 20;
const OBJECT_WEIGHT = 1;
/** A fragment that is spread again and again costs, also where it holds nothing but names. */
const SPREAD_WEIGHT = 1;

export interface CostRequest {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

const isList = (type: GraphQLOutputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/**
 * Estimates what an operation may cost before it runs: each object 1 (or its field's @cost), times the size of every list
 * around it (@listSize, or 20). The estimate is the same for every asker.
 */
export function createCostEstimate(api: GraphQLSchema, marks: FieldMarks) {
  function sizeOf(coordinate: string, field: FieldNode, variables: CostRequest['variables']): number {
    const listSize = marks.listSizes.get(coordinate);
    if (!listSize) return UNTOLD_LIST_SIZE;
    const told = listSize.slicingArguments.flatMap((name) => {
      const value = field.arguments?.find((argument) => argument.name.value === name)?.value;
      const size =
        value?.kind === Kind.VARIABLE ? variables[value.name.value] : value?.kind === Kind.INT && value.value;
      return typeof size === 'string' || typeof size === 'number' ? [Number(size)] : [];
    });
    return told.length > 0 ? Math.max(0, ...told) : (listSize.assumedSize ?? UNTOLD_LIST_SIZE);
  }

  return function estimate({ operation, fragments, variables }: CostRequest): number {
    const fragmentCosts = new Map<string, number>();

    function ofFragment(name: string): number {
      const known = fragmentCosts.get(name);
      if (known !== undefined) return known;
      const fragment = fragments.get(name);
      const type = fragment && api.getType(fragment.typeCondition.name.value);
      const cost = fragment && isCompositeType(type) ? ofSelections(fragment.selectionSet, type) : 0;
      fragmentCosts.set(name, cost);
      return cost;
    }

    function ofField(field: FieldNode, parent: GraphQLCompositeType): number {
      const declared = isUnionType(parent) ? undefined : parent.getFields()[field.name.value];
      if (!declared) return 0;
      const coordinate = `${parent.name}.${field.name.value}`;
      const type = getNamedType(declared.type);
      const weight = marks.weights.get(coordinate) ?? (isCompositeType(type) ? OBJECT_WEIGHT : 0);
      const below = field.selectionSet && isCompositeType(type) ? ofSelections(field.selectionSet, type) : 0;
      return (isList(declared.type) ? sizeOf(coordinate, field, variables) : 1) * (weight + below);
    }

    function ofSelections(set: SelectionSetNode, parent: GraphQLCompositeType): number {
      return set.selections.reduce((sum, selection) => {
        if (selection.kind === Kind.FIELD) return sum + ofField(selection, parent);
        if (selection.kind === Kind.FRAGMENT_SPREAD) return sum + SPREAD_WEIGHT + ofFragment(selection.name.value);
        const type = selection.typeCondition ? api.getType(selection.typeCondition.name.value) : parent;
        return sum + (isCompositeType(type) ? ofSelections(selection.selectionSet, type) : 0);
      }, 0);
    }

    const root = api.getRootType(operation.operation);
    return root ? ofSelections(operation.selectionSet, root) : 0;
  };
}
