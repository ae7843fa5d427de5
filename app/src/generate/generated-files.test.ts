import { READY_QUERIES } from '@flow/gateway/adapters/http/ready-queries';
import { buildSchema, parse, validate } from 'graphql';
import { generatedFiles } from './generated-files';

describe('generated files', () => {
  const files = generatedFiles();

  it('hold every subgraph, and show people nothing that is for services alone', () => {
    const api = files.get('schema/graphql/api.graphql') ?? '';
    expect(api).toContain('hospitalBoard');
    expect(api).not.toMatch(/tellStay|tellPerson|tellMerge|personDetails|_entities|join__|@personal/);
    expect(files.get('schema/graphql/subgraphs/beds.graphql')).toContain('tellStay');
    expect([...files.keys()]).toHaveLength(8);
  });

  it('fit the five queries that newcomers are given', () => {
    const api = buildSchema(files.get('schema/graphql/api.graphql') ?? '');
    expect(READY_QUERIES).toHaveLength(5);
    for (const query of READY_QUERIES) expect(validate(api, parse(query))).toStrictEqual([]);
  });

  it('say of every role what it may do', () =>
    expect(files.get('docs/rights.md')).toMatch(/\| wall-display \| `beds.view-board`, `ipm.see-links` \|/));
});
