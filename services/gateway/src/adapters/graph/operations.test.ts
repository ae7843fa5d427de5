import { SampleBoard } from '../../testing/sample-board';
import { peopleSchema, wardsSchema } from '../../testing/sample-subgraphs';
import { printSubgraphSchema } from '@apollo/subgraph';
import { composeGraph } from './compose-graph';
import { createOperations, type OperationLimits } from './operations';
import { publicSchema } from './public-schema';

const LIMITS: OperationLimits = { maxTokens: 1000, maxAliases: 10, maxDepth: 8, maxCost: 5000, production: false };

const { apiSdl, marks } = composeGraph([
  { name: 'people', sdl: printSubgraphSchema(peopleSchema()) },
  { name: 'wards', sdl: printSubgraphSchema(wardsSchema(new SampleBoard())) },
]);
const api = publicSchema(apiSdl);

function prepare(query: string, { variables = {}, operationName = undefined as string | undefined, limits = {} } = {}) {
  return createOperations(api, marks, { ...LIMITS, ...limits }).prepare({ query, operationName, variables });
}

function refusal(...told: Parameters<typeof prepare>) {
  const preparation = prepare(...told);
  if (!('faults' in preparation)) throw new Error('It was not refused.');
  return preparation.faults.map(({ message, extensions: { code } }) => [code, message]);
}

const PRODUCTION = { limits: { production: true } };
const nested = (levels: number): string => `friends(first: 2) { id ${levels > 1 ? nested(levels - 1) : ''} }`;

describe('an operation', () => {
  it('is named by its first fields, not by its sender', () => {
    const preparation = prepare(
      'query Mallory { p: patient(id: "p1") { id } ...Rest } fragment Rest on Query { beds { id } }',
    );
    expect(preparation).toMatchObject({ prepared: { fields: 'beds patient', kind: 'query', introspection: false } });
  });

  it('keeps one document a text, so that it is planned once', () => {
    const operations = createOperations(api, marks, LIMITS);
    const documents = ['{ beds { id } }', '{ beds { id } }'].map((query) => {
      const preparation = operations.prepare({ query, operationName: undefined, variables: {} });
      return 'prepared' in preparation ? preparation.prepared.operation.document : undefined;
    });
    expect(documents[0]).toBeDefined();
    expect(documents[1]).toBe(documents[0]);
  });

  it('must be GraphQL that fits the schema', () => {
    expect(refusal('{ beds { id }')).toStrictEqual([
      ['GRAPHQL_PARSE_FAILED', 'Syntax Error: Expected Name, found <EOF>.'],
    ]);
    expect(refusal('{ bed { id } }')).toStrictEqual([
      ['GRAPHQL_VALIDATION_FAILED', 'Cannot query field "bed" on type "Query". Did you mean "beds"?'],
    ]);
  });

  it('must be the only one, or be named', () => {
    const two = 'query A { beds { id } } query B { asker { subject } }';
    expect(refusal(two)[0]?.[0]).toBe('BAD_USER_INPUT');
    expect(refusal(two, { operationName: 'C' })[0]?.[0]).toBe('BAD_USER_INPUT');
    expect(prepare(two, { operationName: 'B' })).toMatchObject({ prepared: { fields: 'asker' } });
  });

  it('cannot name what is inaccessible', () => {
    expect(refusal('{ secret }', PRODUCTION)).toStrictEqual([
      ['GRAPHQL_VALIDATION_FAILED', 'Cannot query field "secret" on type "Query".'],
    ]);
    expect(refusal('mutation { tellStay(input: { idempotencyKey: "k", bedId: "b" }) { bedId } }')[0]?.[0]).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
  });

  it('in production gets no hints of names, and no schema', () => {
    expect(refusal('{ bed { id } }', PRODUCTION)).toStrictEqual([
      ['GRAPHQL_VALIDATION_FAILED', 'Cannot query field "bed" on type "Query".'],
    ]);
    expect(refusal('{ __schema { types { name } } }', PRODUCTION)[0]?.[0]).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(refusal('{ ...S } fragment S on Query { __type(name: "Bed") { name } }', PRODUCTION)[0]?.[0]).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
  });

  it('asks the schema about itself alone', () => {
    expect(prepare('{ __schema { types { name } } }')).toMatchObject({ prepared: { introspection: true } });
    expect(prepare('{ __typename beds { id } }')).toMatchObject({ prepared: { introspection: false } });
    expect(refusal('{ __schema { types { name } } beds { id } }')).toStrictEqual([
      ['BAD_USER_INPUT', 'Ask for __schema or __type in an operation of their own.'],
    ]);
  });
});

describe('limits', () => {
  it('stop at too many tokens while reading', () => {
    expect(refusal(`{ ${'beds { id } '.repeat(400)} }`)[0]).toStrictEqual([
      'GRAPHQL_PARSE_FAILED',
      'Syntax Error: Document contains more that 1000 tokens. Parsing aborted.',
    ]);
  });

  it('stop at too many aliases', () => {
    const aliases = Array.from({ length: 11 }, (_, index) => `a${index}: asker { subject }`).join(' ');
    expect(refusal(`{ ${aliases} }`)).toStrictEqual([
      ['GRAPHQL_VALIDATION_FAILED', 'At most 10 aliases; there are 11.'],
    ]);
  });

  it('stop at too much depth, fragments followed', () => {
    expect(prepare(`{ patient(id: "p1") { ${nested(6)} } }`)).toHaveProperty('prepared');
    expect(refusal(`{ patient(id: "p1") { ...Deep } } fragment Deep on Patient { ${nested(7)} }`)).toStrictEqual([
      ['GRAPHQL_VALIDATION_FAILED', 'At most 8 fields deep; there are 9.'],
    ]);
  });

  it('stop at lists of lists of lists, by what the arguments ask for', () => {
    const query = 'query ($n: Int!) { patients(first: $n) { friends(first: $n) { friends(first: $n) { id } } } }';
    expect(prepare(query, { variables: { n: 10 } })).toHaveProperty('prepared');
    expect(refusal(query, { variables: { n: 50 } })).toStrictEqual([
      [
        'COST_ESTIMATED_TOO_EXPENSIVE',
        'The query may cost 127550, and 5000 is allowed. Ask for fewer items, or less of each.',
      ],
    ]);
  });

  it('stop at questions to the schema that go round in circles', () => {
    const round = 'fields { type { '.repeat(4);
    const query = `{ __schema { types { ${round} name ${'} }'.repeat(4)} } } }`;
    expect(refusal(query)[0]?.[0]).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('stop at fragments that unfold a million times', () => {
    const levels = 20;
    const unfolding = Array.from(
      { length: levels },
      (_, index) =>
        `fragment F${index} on Query { ...F${index + 1} ...G${index + 1} } fragment G${index} on Query { ...F${index + 1} ...G${index + 1} }`,
    ).join(' ');
    const last = `fragment F${levels} on Query { __typename } fragment G${levels} on Query { __typename }`;
    expect(refusal(`{ beds { id } ...F0 ...G0 } ${unfolding} ${last}`)[0]?.[0]).toBe('COST_ESTIMATED_TOO_EXPENSIVE');
  });
});

describe('variables', () => {
  const HOLD = 'mutation ($input: HoldInput!) { hold(input: $input) { bedId } }';

  it('are told by name and place where they do not fit, never by value', () => {
    expect(refusal(HOLD)).toStrictEqual([['BAD_USER_INPUT', 'Variable "$input" of type "HoldInput!" is missing.']]);
    expect(refusal(HOLD, { variables: { input: { bedId: '9990000018', note: '9990000018' } } })).toStrictEqual([
      ['BAD_USER_INPUT', 'Variable "$input" does not fit its type "HoldInput!", field "idempotencyKey".'],
      ['BAD_USER_INPUT', 'Variable "$input" does not fit its type "HoldInput!", field "note".'],
    ]);
    const bed = { idempotencyKey: 'k', bedId: { nhs: '9990000018' } };
    expect(refusal(HOLD, { variables: { input: bed } })).toStrictEqual([
      ['BAD_USER_INPUT', 'Variable "$input" does not fit its type "HoldInput!" at "input.bedId".'],
    ]);
  });

  it('that nobody asked for are left out, and defaults put in', () => {
    const query = 'query ($n: Int! = 2, $id: ID) { patients(first: $n) { id } patient(id: "p1") { id } }';
    expect(refusal(query)[0]?.[0]).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(prepare('query ($n: Int! = 2) { patients(first: $n) { id } }', { variables: { other: 1 } })).toMatchObject({
      prepared: { operation: { variables: { n: 2 } } },
    });
  });
});

describe('values that are written in the text', () => {
  const asked = publicSchema(`scalar DateTime scalar LocalDate enum Kind { BED WARD }
    input By { nhsNumber: String born: LocalDate kind: Kind }
    type Query { find(by: By, text: String, at: DateTime, kinds: [Kind!]): ID }`);
  const operations = createOperations(asked, marks, LIMITS);
  function faultsOf(query: string, variables = {}) {
    const preparation = operations.prepare({ query, operationName: undefined, variables });
    if (!('faults' in preparation)) return [];
    return preparation.faults.map(({ message, locations }) => [message, locations?.[0]?.column]);
  }

  it('are told by argument, type and place where they do not fit, never by value', () => {
    expect(faultsOf('{ find(by: { nhsNumber: 9990009996 }) }')).toStrictEqual([
      ['A value in the argument "by" does not fit its type "String".', 25],
    ]);
    expect(faultsOf('{ find(text: Zzshield) }')).toStrictEqual([
      ['A value in the argument "text" does not fit its type "String".', 14],
    ]);
    expect(faultsOf('{ find(by: "Zzshield") }')).toStrictEqual([
      ['A value in the argument "by" does not fit its type "By".', 12],
    ]);
    expect(faultsOf('{ find(kinds: [BE]) }')).toStrictEqual([
      ['A value in the argument "kinds" does not fit its type "Kind!". Did you mean the enum value "BED"?', 16],
    ]);
    expect(faultsOf('query ($t: String = 9990009996) { find(text: $t) }')).toStrictEqual([
      ['A value does not fit its type "String".', 21],
    ]);
  });

  it('are dates and times that there are, as in variables', () => {
    const date = 'Not a calendar date such as 2026-01-31.';
    expect(faultsOf('{ find(by: { born: "2026-02-30" }) }')).toStrictEqual([
      [`A value in the argument "by" does not fit its type "LocalDate". ${date}`, 20],
    ]);
    expect(faultsOf('query ($by: By) { find(by: $by) }', { by: { born: '2026-02-30' } })).toStrictEqual([
      [`Variable "$by" does not fit its type "By" at "by.born". ${date}`, undefined],
    ]);
    expect(faultsOf('{ find(at: "later") }')[0]?.[0]).toMatch(/"at" does not fit its type "DateTime"\. Not a date and/);
    expect(faultsOf('{ find(at: "2026-07-01T09:30:00+01:00", by: { born: "2026-01-31" }) }')).toStrictEqual([]);
  });

  it('are not repeated where the text is no GraphQL', () => {
    expect(faultsOf('{ find(text: "Zzshield" 9990009996) }')).toStrictEqual([
      ['Syntax Error: Expected Name, found Int.', 25],
    ]);
    expect(faultsOf('{ find(text: "a" "Zz \\"shield") }')[0]?.[0]).toBe('Syntax Error: Expected Name, found String.');
  });
});
