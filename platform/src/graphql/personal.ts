import 'reflect-metadata';
import {
  defaultFieldResolver,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { Directive } from 'type-graphql';
import { hasReported } from './create-graph-context';
import type { GraphContext } from './graph-context';

/** In every subgraph's SDL; composition drops it, since clients have no use for it. */
export const PERSONAL_DEFINITION =
  '"Shows something of an identifiable patient: whoever resolves it reports the patient." directive @personal on FIELD_DEFINITION';

/** Marks a field that shows something of an identifiable patient. Its resolver, or one above it, calls `context.shows` first. */
export const Personal = (): MethodDecorator & PropertyDecorator => Directive('@personal');

const isPersonal = ({ astNode }: Pick<GraphQLField<unknown, unknown>, 'astNode'>): boolean =>
  astNode?.directives?.some(({ name }) => name.value === 'personal') ?? false;

/** The resolver of a personal field, made to fail rather than give a value while nobody has been reported. */
function refusingUnreported(
  resolve: GraphQLFieldResolver<unknown, GraphContext>,
  field: string,
): GraphQLFieldResolver<unknown, GraphContext> {
  const check = (value: unknown, context: GraphContext): unknown => {
    if (value === null || value === undefined || hasReported(context)) return value;
    throw new Error(`${field} is personal, and no resolver has reported whom this answer shows.`);
  };
  return (source, args, context, info) => {
    const value: unknown = resolve(source, args, context, info);
    return value instanceof Promise ? value.then((settled) => check(settled, context)) : check(value, context);
  };
}

/** Makes every field marked personal fail, rather than show, while no patient has been reported in its request. */
export function guardPersonalFields(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()).filter(isPersonal)) {
      field.resolve = refusingUnreported(field.resolve ?? defaultFieldResolver, `${type.name}.${field.name}`);
    }
  }
}
