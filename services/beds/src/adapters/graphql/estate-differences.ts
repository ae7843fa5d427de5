import 'reflect-metadata';
import { readFirst } from '@flow/platform/graphql/page-info';
import { Arg, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { ESTATE_KINDS, type Change, type EstateKind } from '../../domain/book/estate';
import { EstateKindEnum } from './enums';
import { EstateCount, EstateDifference, EstateSetUp, FieldDifference } from './estate-types';

const changeOf = ({ was, is }: Change): EstateDifference['change'] => {
  if (was === undefined) return 'added';
  return is === undefined ? 'removed' : 'changed';
};

/** As people read it: nothing for what is not known. */
function text(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : null;
}

/** The columns of the set-up files name a ward where a row holds its id. */
const columnOf = (field: string): string => field.replace(/Id$/, '');

function fieldsOf({ was, is }: Change): FieldDifference[] {
  if (was === undefined || is === undefined) return [];
  const before = new Map(Object.entries(was));
  return Object.entries(is).flatMap(([field, value]) => {
    const told = { field: columnOf(field), was: text(before.get(field)), is: text(value) };
    return told.was === told.is ? [] : [Object.assign(new FieldDifference(), told)];
  });
}

const differenceOf = (change: Change): EstateDifference =>
  Object.assign(new EstateDifference(), { code: change.id, change: changeOf(change), fields: fieldsOf(change) });

function countOf(kind: EstateKind, changes: readonly Change[]): EstateCount {
  const of = (what: EstateDifference['change']): number =>
    changes.filter((change) => change.kind === kind && changeOf(change) === what).length;
  return Object.assign(new EstateCount(), { kind, added: of('added'), changed: of('changed'), removed: of('removed') });
}

@Resolver(() => EstateSetUp)
export class EstateDifferences {
  @FieldResolver(() => [EstateDifference], {
    description: 'What was, or would be, otherwise than before: the first of a kind.',
  })
  @Directive('@listSize(slicingArguments: ["first"])')
  differences(
    @Root() { changes }: EstateSetUp,
    @Arg('kind', () => EstateKindEnum) kind: EstateKind,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
  ): EstateDifference[] {
    const ofKind = changes.filter((change) => change.kind === kind);
    return ofKind.slice(0, readFirst(first)).map(differenceOf);
  }

  @FieldResolver(() => [EstateCount], { description: 'How many differences there are, of each kind.' })
  counts(@Root() { changes }: EstateSetUp): EstateCount[] {
    return ESTATE_KINDS.map((kind) => countOf(kind, changes));
  }
}
