import {
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  print,
  visit,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

/** The names under which a frame tells the gateway, and it alone, what it is. */
export const FRAME_KEYS = { version: 'gatewayVersion_', type: 'gatewayType_' } as const;

/** A subscription as it is executed: told apart from what only one subscriber has. */
export interface LiveDocument {
  /** As it was sent, with the frame's own version asked for. */
  readonly joining: DocumentNode;
  /** The same without `sinceVersion`: for all. */
  readonly shared: DocumentNode;
  /** Equal for subscriptions that differ only in `sinceVersion`. */
  readonly sharedText: string;
  /** The key of the answer. */
  readonly responseKey: string;
  readonly field: string;
  readonly since: ArgumentNode['value'] | undefined;
}

const SINCE = 'sinceVersion';

const fieldNode = (name: string, alias: string): FieldNode => ({
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: name },
  alias: { kind: Kind.NAME, value: alias },
});

/** Asks each type that has a version for it, and the frame for its type. */
function asksOf(api: GraphQLSchema, subscription: GraphQLObjectType, field: string): SelectionNode[] {
  const declared = subscription.getFields()[field];
  const type = declared && getNamedType(declared.type);
  const types = isAbstractType(type) ? api.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
  if (types.length === 0) return [];
  const versioned = types.filter((one) => one.getFields()['version'] !== undefined);
  return [
    fieldNode('__typename', FRAME_KEYS.type),
    ...versioned.map((one): SelectionNode => ({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: one.name } },
      selectionSet: { kind: Kind.SELECTION_SET, selections: [fieldNode('version', FRAME_KEYS.version)] },
    })),
  ];
}

/** Variables that nothing names any more would make the document invalid. */
function withoutVariable(document: DocumentNode, name: string): DocumentNode {
  let used = 0;
  visit(document, { Variable: ({ name: { value } }) => void (used += value === name ? 1 : 0) });
  if (used > 1) return document;
  return visit(document, { VariableDefinition: ({ variable }) => (variable.name.value === name ? null : undefined) });
}

/**
 * Prepares a valid subscription with one root field, written directly in the operation. Undefined when it stands in a fragment:
 * the root field of a subscription may, but no client writes it so.
 */
export function liveDocument(
  api: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): LiveDocument | undefined {
  const [root] = operation.selectionSet.selections;
  const subscription = api.getSubscriptionType();
  if (root?.kind !== Kind.FIELD || !subscription) return undefined;
  const since = root.arguments?.find(({ name }) => name.value === SINCE);
  const asks = asksOf(api, subscription, root.name.value);

  function rewritten(change: (field: FieldNode) => FieldNode): DocumentNode {
    const selectionSet = { ...operation.selectionSet, selections: [change(root as FieldNode)] };
    const definitions = document.definitions.filter(
      (one) => one === operation || one.kind === Kind.FRAGMENT_DEFINITION,
    );
    return {
      ...document,
      definitions: definitions.map((one) => (one === operation ? { ...operation, selectionSet } : one)),
    };
  }
  const asking = (field: FieldNode): FieldNode =>
    field.selectionSet
      ? { ...field, selectionSet: { ...field.selectionSet, selections: [...field.selectionSet.selections, ...asks] } }
      : field;
  const everyone = rewritten((field) =>
    asking({ ...field, arguments: (field.arguments ?? []).filter((argument) => argument !== since) }),
  );
  const shared = since?.value.kind === Kind.VARIABLE ? withoutVariable(everyone, since.value.name.value) : everyone;
  return {
    joining: rewritten(asking),
    shared,
    sharedText: print(shared),
    responseKey: root.alias?.value ?? root.name.value,
    field: root.name.value,
    since: since?.value,
  };
}
