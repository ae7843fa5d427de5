import {
  Kind,
  isTypeDefinitionNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql';

type Marked = { readonly directives?: readonly ConstDirectiveNode[] };

const has = (node: Marked, directive: string): boolean =>
  node.directives?.some(({ name }) => name.value === directive) ?? false;

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

const typesOfField = (field: FieldDefinitionNode | InputValueDefinitionNode): readonly string[] => [
  namedType(field.type),
  ...('arguments' in field
    ? (field.arguments ?? []).filter((arg) => !has(arg, 'inaccessible')).map((arg) => namedType(arg.type))
    : []),
];

/** The types that a visible type leads to. */
function leadsTo(type: TypeDefinitionNode, implementing: ReadonlyMap<string, readonly string[]>): readonly string[] {
  switch (type.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
      const fields: readonly (FieldDefinitionNode | InputValueDefinitionNode)[] = type.fields ?? [];
      const visible = fields.filter((field) => !has(field, 'inaccessible'));
      const interfaces = 'interfaces' in type ? (type.interfaces ?? []).map(({ name }) => name.value) : [];
      return [...visible.flatMap(typesOfField), ...interfaces, ...(implementing.get(type.name.value) ?? [])];
    }
    case Kind.UNION_TYPE_DEFINITION:
      return (type.types ?? []).map(({ name }) => name.value);
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_DEFINITION:
      return [];
  }
}

/** Interfaces, scalars and shareable types belong to several subgraphs: hidden in one they would be hidden in all. */
const isShared = (type: TypeDefinitionNode): boolean =>
  type.kind === Kind.INTERFACE_TYPE_DEFINITION || type.kind === Kind.SCALAR_TYPE_DEFINITION || has(type, 'shareable');

const ROOTS: readonly string[] = ['Query', 'Mutation', 'Subscription'];
const INACCESSIBLE: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'inaccessible' } };

/**
 * Marks every type @inaccessible to which only @inaccessible fields lead, so that what services tell each other leaves no trace
 * in the public schema. (Unions and enums cannot be marked where they are declared.)
 */
export function hideUnreachable(document: DocumentNode): DocumentNode {
  const types = document.definitions.filter(isTypeDefinitionNode);
  const byName = new Map(types.map((type) => [type.name.value, type]));
  const implementing = new Map<string, string[]>();
  for (const type of types) {
    for (const { name } of ('interfaces' in type && type.interfaces) || []) {
      implementing.set(name.value, [...(implementing.get(name.value) ?? []), type.name.value]);
    }
  }
  const starts = types.filter(
    (type) => ROOTS.includes(type.name.value) || (has(type, 'key') && !has(type, 'inaccessible')),
  );
  const reached = new Set(starts.map(({ name }) => name.value));
  for (const name of reached) {
    const type = byName.get(name);
    if (!type) continue;
    for (const next of leadsTo(type, implementing)) if (!has(byName.get(next) ?? {}, 'inaccessible')) reached.add(next);
  }
  const definitions = document.definitions.map((definition) =>
    isTypeDefinitionNode(definition) &&
    !reached.has(definition.name.value) &&
    !isShared(definition) &&
    !has(definition, 'inaccessible')
      ? { ...definition, directives: [...(definition.directives ?? []), INACCESSIBLE] }
      : definition,
  );
  return { ...document, definitions };
}
