import {
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  parseType,
  print,
  visit,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type VariableDefinitionNode,
} from 'graphql';

/** The names under which a frame tells the gateway, and it alone, what it is. */
export const FRAME_KEYS = { version: 'gatewayVersion_', type: 'gatewayType_' } as const;
/** The variable that the gateway itself puts the version of a resumed subscription in. */
export const SINCE_VARIABLE = 'gatewaySince_';

/** A subscription as it is executed: told apart from what only one subscriber has. */
export interface LiveDocument {
  /** Without `sinceVersion`: for all. */
  readonly shared: DocumentNode;
  /** The same, since the version in SINCE_VARIABLE. Undefined for a field that cannot be resumed. */
  readonly resuming: DocumentNode | undefined;
  /** Equal for subscriptions that differ only in `sinceVersion`. */
  readonly sharedText: string;
  /** The key of the answer. */
  readonly responseKey: string;
  readonly field: string;
  /** What this subscriber says for `sinceVersion`. */
  readonly since: ArgumentNode['value'] | undefined;
  /** The variable that said it and is in `shared` no more. */
  readonly droppedVariable: string | undefined;
}

const SINCE = 'sinceVersion';

const nameNode = (value: string) => ({ kind: Kind.NAME, value }) as const;
const fieldNode = (name: string, alias: string): FieldNode => ({
  kind: Kind.FIELD,
  name: nameNode(name),
  alias: nameNode(alias),
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
      typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(one.name) },
      selectionSet: { kind: Kind.SELECTION_SET, selections: [fieldNode('version', FRAME_KEYS.version)] },
    })),
  ];
}

/** Whether a document without definitions of variables names one. */
function names(document: DocumentNode, variable: string): boolean {
  let found = false;
  visit(document, { Variable: ({ name: { value } }) => void (found ||= value === variable) });
  return found;
}

/** The argument by which a field is resumed, and its variable's definition. */
function resumption(subscription: GraphQLObjectType, field: string) {
  const declared = subscription.getFields()[field]?.args.find(({ name }) => name === SINCE);
  if (!declared) return undefined;
  const variable = { kind: Kind.VARIABLE, name: nameNode(SINCE_VARIABLE) } as const;
  const type = parseType(String(declared.type), { noLocation: true });
  const definition: VariableDefinitionNode = { kind: Kind.VARIABLE_DEFINITION, variable, type };
  const argument: ArgumentNode = { kind: Kind.ARGUMENT, name: nameNode(SINCE), value: variable };
  return { definition, argument };
}

interface Changed {
  readonly args: readonly ArgumentNode[];
  readonly definitions: readonly VariableDefinitionNode[];
}

/** Makes documents of the one operation, with the frame's own version and kind asked for beside what it selects. */
function rewriting(document: DocumentNode, operation: OperationDefinitionNode, asks: readonly SelectionNode[]) {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return (root: FieldNode, { args, definitions }: Changed): DocumentNode => {
    const { selectionSet, ...field } = root;
    const selections = [...(selectionSet?.selections ?? []), ...asks];
    const selection: FieldNode = {
      ...field,
      arguments: args,
      ...(selectionSet && { selectionSet: { ...selectionSet, selections } }),
    };
    const rewritten: OperationDefinitionNode = {
      ...operation,
      variableDefinitions: definitions,
      selectionSet: { ...operation.selectionSet, selections: [selection] },
    };
    return { kind: Kind.DOCUMENT, definitions: [rewritten, ...fragments] };
  };
}

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** The variable that says `sinceVersion`. */
const variableOf = (since: ArgumentNode | undefined): string | undefined =>
  since?.value.kind === Kind.VARIABLE ? since.value.name.value : undefined;

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
  const field = root.name.value;
  const rewritten = rewriting(document, operation, asksOf(api, subscription, field));
  const since = root.arguments?.find(({ name }) => name.value === SINCE);
  const args = (root.arguments ?? []).filter((argument) => argument !== since);

  const told = variableOf(since);
  const dropped = told !== undefined && !names(rewritten(root, { args, definitions: [] }), told) ? told : undefined;
  const definitions = (operation.variableDefinitions ?? []).filter(({ variable }) => variable.name.value !== dropped);
  const shared = rewritten(root, { args, definitions });
  const resume = resumption(subscription, field);
  return {
    shared,
    resuming:
      resume && rewritten(root, { args: [...args, resume.argument], definitions: [...definitions, resume.definition] }),
    sharedText: print(shared),
    responseKey: keyOf(root),
    field,
    since: since?.value,
    droppedVariable: dropped,
  };
}
