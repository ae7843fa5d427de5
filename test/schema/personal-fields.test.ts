import { serviceSchemas } from '@flow/app/generate/service-schemas';
import { sdlOf } from '@flow/platform/graphql/subgraph';
import { Kind, parse, type FieldDefinitionNode, type ObjectTypeDefinitionNode } from 'graphql';
import { NOT_PERSONAL } from './not-personal';

/** What only leads elsewhere, or is federation's. */
const LEADS_ON = /^(Query|Mutation|Subscription|_Service|PageInfo|\w+(Connection|Edge))$/;

const isPersonal = ({ directives = [] }: FieldDefinitionNode): boolean =>
  directives.some(({ name }) => name.value === 'personal');
const namesOf = (fields: readonly FieldDefinitionNode[]): string[] => fields.map(({ name }) => name.value);

const types = [...serviceSchemas()].flatMap(([service, schema]) =>
  parse(sdlOf(schema))
    .definitions.filter(
      (one): one is ObjectTypeDefinitionNode =>
        one.kind === Kind.OBJECT_TYPE_DEFINITION && !LEADS_ON.test(one.name.value),
    )
    .map(({ name, fields = [] }) => ({ type: `${service} ${name.value}`, fields })),
);

describe('every field of every service', () => {
  it.each(types)('$type: is personal, or listed as not', ({ type, fields }) => {
    expect(namesOf(fields.filter((field) => !isPersonal(field))).join(' ')).toBe(NOT_PERSONAL[type] ?? '');
  });

  it('the list names no type that there is not', () => {
    const known = new Set(types.filter(({ fields }) => fields.some((one) => !isPersonal(one))).map(({ type }) => type));
    expect(Object.keys(NOT_PERSONAL).filter((type) => !known.has(type))).toStrictEqual([]);
  });

  it('there are personal fields in each service that shows people', () => {
    const showing = types.filter(({ fields }) => fields.some(isPersonal)).map(({ type }) => type.split(' ')[0]);
    expect([...new Set(showing)].sort()).toStrictEqual(['beds', 'gateway', 'ipm', 'patients']);
  });
});
