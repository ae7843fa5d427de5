import {
  Kind,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** What of a document is known without its variables. */
export interface DocumentShape {
  readonly operations: readonly OperationDefinitionNode[];
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly aliases: number;
  /** The deepest nesting of fields, fragments followed. The document must be valid: its fragments end. */
  depth(operation: OperationDefinitionNode): number;
  /** The names of the fields that an operation asks for first, fragments followed. */
  rootFields(operation: OperationDefinitionNode): ReadonlySet<string>;
}

export function shapeOf(document: DocumentNode): DocumentShape {
  const operations: OperationDefinitionNode[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  let aliases = 0;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  visit(document, {
    Field(node) {
      if (node.alias) aliases += 1;
    },
  });

  const fragmentDepths = new Map<string, number>();
  function depthOfFragment(name: string): number {
    const fragment = fragments.get(name);
    const depth = fragmentDepths.get(name) ?? (fragment ? depthOf(fragment.selectionSet) : 0);
    fragmentDepths.set(name, depth);
    return depth;
  }
  function depthOf(set: SelectionSetNode): number {
    const depths = set.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) return 1 + (selection.selectionSet ? depthOf(selection.selectionSet) : 0);
      if (selection.kind === Kind.INLINE_FRAGMENT) return depthOf(selection.selectionSet);
      return depthOfFragment(selection.name.value);
    });
    return Math.max(0, ...depths);
  }

  function rootFields(set: SelectionSetNode, seen: Set<string>, fields: Set<string>): ReadonlySet<string> {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) fields.add(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) rootFields(selection.selectionSet, seen, fields);
      if (selection.kind !== Kind.FRAGMENT_SPREAD || seen.has(selection.name.value)) continue;
      seen.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      if (fragment) rootFields(fragment.selectionSet, seen, fields);
    }
    return fields;
  }

  return {
    operations,
    fragments,
    aliases,
    depth: ({ selectionSet }) => depthOf(selectionSet),
    rootFields: ({ selectionSet }) => rootFields(selectionSet, new Set(), new Set()),
  };
}
