import {
  assertCompositionSuccess,
  composeServices,
  transformSupergraphToPublicSchema,
} from '@theguild/federation-composition';
import { buildSchema, parse, print, printSchema, type GraphQLSchema } from 'graphql';
import { buildSubgraph, sdlOf } from './subgraph';
import { ask } from './testing/ask';
import * as library from './testing/library';

const shelves = library.shelves();
const books = library.books();

const subgraphs = [
  { name: 'shelves', url: 'http://shelves', typeDefs: parse(sdlOf(shelves)) },
  { name: 'books', url: 'http://books', typeDefs: parse(sdlOf(books)) },
];

describe('buildSubgraph', () => {
  it('keeps directives, descriptions and specifications in the SDL', () => {
    const sdl = sdlOf(shelves);
    expect(sdl).toContain('readerBorn: LocalDate @personal');
    expect(sdl).toContain('directive @personal on FIELD_DEFINITION');
    expect(sdl).toContain('type Shelf @key(fields: "id")');
    expect(sdl).toContain('"""A shelf that holds books."""');
    expect(sdl).toContain('scalar DateTime @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")');
    expect(sdl).toContain('@listSize(slicingArguments: ["first"]');
    expect(sdl).toContain('@deprecated(reason: "use filledAt; removal after 2027-04")');
  });

  it('hides what only hidden fields lead to, and nothing that others share', () => {
    const sdl = sdlOf(shelves);
    for (const hidden of [
      'input TellShelfInput @inaccessible',
      'enum Telling @inaccessible',
      'type ShelfTold @inaccessible',
      'union TellShelfResult @inaccessible',
    ]) {
      expect(sdl).toContain(hidden);
    }
    expect(sdlOf(books)).not.toContain('interface DomainError @inaccessible');
  });

  it('composes, and leaves to clients neither what services tell each other nor our own directive', () => {
    const composed = composeServices(subgraphs);
    assertCompositionSuccess(composed);
    const api = print(transformSupergraphToPublicSchema(parse(composed.supergraphSdl)));
    expect(api).not.toMatch(/tell|Tell|personal/);
    expect(api).toContain('interface DomainError');
    expect(printSchema(buildSchema(api))).toContain('bookCount: Int');
    expect(composed.supergraphSdl).toContain('@listSize');
  });

  it('answers entities by their reference, in order, null where there is none', async () => {
    const answer = await ask(
      shelves,
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Shelf { id filledAt } } }',
      { r: ['x', 'gone', 'y'].map((id) => ({ __typename: 'Shelf', id })) },
    );
    const filledAt = '2026-07-01T09:30:00.000+01:00';
    expect(answer.data).toStrictEqual({ _entities: [{ id: 'x', filledAt }, null, { id: 'y', filledAt }] });
    expect(
      (
        await ask(
          books,
          '{ _entities(representations: [{ __typename: "Shelf", id: "abc" }]) { ... on Shelf { bookCount } } }',
        )
      ).data,
    ).toStrictEqual({ _entities: [{ bookCount: 3 }] });
  });

  it('gives each schema its own resolver objects', async () => {
    const other = library.shelvesNamed('z');
    const names = async (schema: GraphQLSchema) => (await ask(schema, '{ shelves(first: 2) { nodes { id } } }')).data;
    expect(await names(other)).toStrictEqual({ shelves: { nodes: [{ id: 'z' }] } });
    expect(await names(shelves)).toStrictEqual({ shelves: { nodes: [{ id: 'a' }, { id: 'b' }] } });
  });

  it('tells absent from null from set, and refusals from successes', async () => {
    const tell = async (input: object) =>
      (
        await ask(
          shelves,
          'mutation ($input: TellShelfInput!) { tellShelf(input: $input) { __typename ... on ShelfTold { told note } ... on DomainError { code } ... on TellRefusal { retry } } }',
          { input },
        )
      ).data?.['tellShelf'];
    expect(await tell({ told: 'ADMITTED' })).toStrictEqual({
      __typename: 'ShelfTold',
      told: 'ADMITTED',
      note: 'absent',
    });
    expect(await tell({ told: 'ADMITTED', note: null })).toMatchObject({ note: 'null' });
    expect(await tell({ told: 'ADMITTED', note: 'x' })).toMatchObject({ note: 'set' });
    expect(await tell({ told: 'DISCHARGED' })).toStrictEqual({
      __typename: 'TellRefusal',
      code: 'CONTENDED',
      retry: true,
    });
  });

  it('refuses to be built from nothing', () =>
    expect(() => buildSubgraph({ name: 'empty', resolvers: [] })).toThrow('The subgraph empty has no resolvers.'));
});

describe('a personal field', () => {
  it('is shown once its patient was reported', async () => {
    const answer = await ask(shelves, '{ shelves(first: 1) { nodes { readerBorn } } }');
    expect(answer).toStrictEqual({ data: { shelves: { nodes: [{ readerBorn: '1980-07-01' }] } }, shown: ['reader-1'] });
  });

  it('fails where no resolver reported anybody', async () => {
    const answer = await ask(shelves, '{ unreported { id readerBorn } }');
    expect(answer.data).toStrictEqual({ unreported: { id: 'a', readerBorn: null } });
    expect(answer.errors?.[0]?.message).toBe(
      'Shelf.readerBorn is personal, and no resolver has reported whom this answer shows.',
    );
  });
});

it.each([
  ['2026-10-25T01:30:00+01:00', '2026-10-25T01:30:00+01:00'],
  ['2026-10-25T01:30:00.000Z', '2026-10-25T01:30:00.000+00:00'],
  ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000+01:00'],
])('DateTime keeps an offset: %s is sent as %s', async (at, sent) =>
  expect((await ask(shelves, 'query ($at: DateTime!) { echo(at: $at) }', { at })).data).toStrictEqual({ echo: sent }),
);
