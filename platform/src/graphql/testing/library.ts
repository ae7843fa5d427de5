import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import {
  Arg,
  createUnionType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { DomainError, TellRefusal, tellRefusal } from '../domain-error';
import { graphFault } from '../fault';
import type { Frames } from '../frames';
import type { GraphContext } from '../graph-context';
import { connectionOf, pageOf, readCursor, readFirst, type Page } from '../page-info';
import { Personal } from '../personal';
import { DateTime, LocalDate, LocalTime } from '../scalars';
import { buildSubgraph, sourceOfSchema } from '../subgraph';

enum Telling {
  ADMITTED = 'ADMITTED',
  DISCHARGED = 'DISCHARGED',
}
registerEnumType(Telling, { name: 'Telling' });

@ObjectType({ description: 'A shelf that holds books.' })
@Directive('@key(fields: "id")')
class Shelf {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTime)
  filledAt!: string;

  @Field(() => LocalDate, { nullable: true })
  @Personal()
  readerBorn?: string;

  @Field(() => LocalTime, { nullable: true, deprecationReason: 'use filledAt; removal after 2027-04' })
  opensAt?: string;
}

@InputType()
class TellShelfInput {
  @Field(() => Telling)
  told!: Telling;

  @Field(() => String, { nullable: true })
  @Directive('@tag(name: "x")')
  note?: string | null;
}

@ObjectType()
class ShelfTold {
  @Field(() => Telling)
  told!: Telling;

  @Field(() => String)
  note!: string;
}
const TellShelfResult = createUnionType({ name: 'TellShelfResult', types: () => [ShelfTold, TellRefusal] as const });

@ObjectType({ implements: DomainError })
class ShelfFull extends DomainError {}
const FillResult = createUnionType({ name: 'FillResult', types: () => [Shelf, ShelfFull] as const });

const ShelfConnection = connectionOf('Shelf', () => Shelf);
const shelf = (id: string): Shelf =>
  Object.assign(new Shelf(), { id, filledAt: '2026-07-01T08:30:00.000Z', readerBorn: '1980-07-01' });

@Resolver(() => Shelf)
class ShelfResolver {
  constructor(private readonly names: readonly string[]) {}

  @Subscription(() => Shelf, { nullable: true, subscribe: sourceOfSchema })
  shelfFilled(
    @Arg('floor', () => Int, { nullable: true }) _floor: number | undefined,
    @Root() name: string,
    @Ctx() { shows }: GraphContext,
  ): Shelf {
    if (name === 'broken') throw new Error('This shelf is broken.');
    shows([`reader-${name}`]);
    return shelf(name);
  }

  @Query(() => String, { description: 'Who asks, and in what.' })
  asker(@Ctx() { identity, correlationId, trace }: GraphContext): string {
    return [identity.subject, identity.device, correlationId, trace].join(' ');
  }

  @Query(() => ShelfConnection)
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  shelves(
    @Arg('first', () => Int) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | undefined,
    @Ctx() { shows }: GraphContext,
  ): Page<Shelf> {
    const from = readCursor(after, 1)?.[0] ?? '';
    shows(['reader-1']);
    const found = this.names.filter((name) => name > from).slice(0, readFirst(first) + 1);
    return pageOf(found.map(shelf), { first, after: after !== undefined, keyOf: ({ id }) => [id] });
  }

  @Query(() => Shelf, { nullable: true })
  unreported(): Shelf {
    return shelf('a');
  }

  @Query(() => DateTime)
  echo(@Arg('at', () => DateTime) at: string): string {
    return at;
  }

  @Mutation(() => TellShelfResult, { nullable: true })
  @Directive('@inaccessible')
  tellShelf(@Arg('input', () => TellShelfInput) { told, note }: TellShelfInput): ShelfTold | TellRefusal {
    if (told === Telling.DISCHARGED) return tellRefusal('CONTENDED', 'Ask again.', true);
    return Object.assign(new ShelfTold(), {
      told,
      note: note === undefined ? 'absent' : note === null ? 'null' : 'set',
    });
  }

  @Mutation(() => FillResult, { nullable: true })
  fill(): ShelfFull {
    return Object.assign(new ShelfFull(), { code: 'FULL', message: 'This shelf is full.' });
  }
}

@ObjectType('Shelf')
@Directive('@key(fields: "id")')
class ShelfElsewhere {
  @Field(() => ID)
  id!: string;
}

@Resolver(() => ShelfElsewhere)
class BookResolver {
  @Query(() => Int)
  books(): number {
    return 3;
  }

  @FieldResolver(() => Int, { nullable: true })
  bookCount(@Root() { id }: ShelfElsewhere): number {
    return id.length;
  }

  @Mutation(() => TellRefusal, { nullable: true })
  @Directive('@inaccessible')
  tellBook(): TellRefusal {
    return tellRefusal('INVALID_INPUT', 'No.');
  }
}

/** A library of two subgraphs, with one of everything that ours have. */
export const shelves = (): GraphQLSchema => shelvesNamed('a', 'b', 'c');

/** The subgraph of shelves with these names. */
export const shelvesNamed = (...names: readonly string[]): GraphQLSchema => shelvesFilling(names);

/** The same, with a subscription to the names of shelves as they are filled. */
export const shelvesFilling = (names: readonly string[], fills?: () => Frames<string>): GraphQLSchema =>
  buildSubgraph({
    name: 'shelves',
    resolvers: [new ShelfResolver(names)],
    orphanedTypes: [ShelfFull],
    references: { Shelf: ({ id }) => (id === 'gone' ? null : shelf(String(id))) },
    subscriptions: {
      shelfFilled: ({ floor }) => {
        if (!fills || floor === 13) throw graphFault('FORBIDDEN');
        return fills();
      },
    },
  });

export const books = (): GraphQLSchema =>
  buildSubgraph({ name: 'books', resolvers: [BookResolver], orphanedTypes: [ShelfElsewhere] });
