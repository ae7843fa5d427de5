import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isUnionType,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/** What of a selection may show somebody: only branches that lead to a personal field. */
interface PersonalSelection {
  /** The key of the answer. */
  readonly key: string;
  /** The objects that it belongs to, by __typename; an object that does not say is taken to be one of them. */
  readonly types: ReadonlySet<string>;
  /** `Type.field`, when the field itself is personal. */
  readonly coordinate: string | undefined;
  readonly below: readonly PersonalSelection[];
}

function possibleTypes(schema: GraphQLSchema, type: GraphQLCompositeType): ReadonlySet<string> {
  const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  return new Set(types.map(({ name }) => name));
}

/** Finds whether an answer shows a personal field. What a document selects is worked out once a document. */
export function createPersonalFields(schema: GraphQLSchema, personal: ReadonlySet<string>) {
  const known = new WeakMap<DocumentNode, readonly PersonalSelection[]>();

  function compile(document: DocumentNode): readonly PersonalSelection[] {
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    }

    function narrowed(name: string | undefined, within: GraphQLCompositeType): GraphQLCompositeType {
      const type = name === undefined ? undefined : schema.getType(name);
      return isCompositeType(type) ? type : within;
    }

    function under(set: SelectionSetNode, within: GraphQLCompositeType): PersonalSelection[] {
      return set.selections.flatMap((selection) => {
        if (selection.kind === Kind.INLINE_FRAGMENT) {
          return under(selection.selectionSet, narrowed(selection.typeCondition?.name.value, within));
        }
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const fragment = fragments.get(selection.name.value);
          return fragment ? under(fragment.selectionSet, narrowed(fragment.typeCondition.name.value, within)) : [];
        }
        const key = selection.alias?.value ?? selection.name.value;
        return ofField(selection.name.value, { key, set: selection.selectionSet, within });
      });
    }

    function ofField(
      name: string,
      at: { key: string; set: SelectionSetNode | undefined; within: GraphQLCompositeType },
    ): PersonalSelection[] {
      const types = possibleTypes(schema, at.within);
      const coordinate = [at.within.name, ...types].map((type) => `${type}.${name}`).find((one) => personal.has(one));
      const declared = isUnionType(at.within) ? undefined : at.within.getFields()[name]?.type;
      const type = declared ? getNamedType(declared) : undefined;
      const below = at.set && isCompositeType(type) ? under(at.set, type) : [];
      return coordinate === undefined && below.length === 0 ? [] : [{ key: at.key, types, coordinate, below }];
    }

    return document.definitions.flatMap((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
      const root = schema.getRootType(definition.operation);
      return root ? under(definition.selectionSet, root) : [];
    });
  }

  function selectionsOf(document: DocumentNode): readonly PersonalSelection[] {
    const selections = known.get(document) ?? compile(document);
    known.set(document, selections);
    return selections;
  }

  return {
    /** Whether the document asks for a personal field at all. */
    asksIn: (document: DocumentNode): boolean => selectionsOf(document).length > 0,
    /** `Type.field` of a personal field that the answer shows; undefined when it shows none. */
    shownIn(document: DocumentNode, data: unknown): string | undefined {
      const selections = selectionsOf(document);
      return selections.length === 0 ? undefined : firstShown(data, selections);
    },
  };
}

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

function firstShown(data: unknown, selections: readonly PersonalSelection[]): string | undefined {
  if (Array.isArray(data)) {
    for (const item of data) {
      const found = firstShown(item, selections);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof data !== 'object' || data === null) return undefined;
  const typename: unknown = Reflect.get(data, '__typename');
  for (const { key, types, coordinate, below } of selections) {
    const value: unknown = Reflect.get(data, key);
    if (isNothing(value) || (typeof typename === 'string' && !types.has(typename))) continue;
    if (coordinate !== undefined) return coordinate;
    const found = firstShown(value, below);
    if (found !== undefined) return found;
  }
  return undefined;
}
