import type { ProductGraph } from '../commands/product-graph';
import { buildSchema, parse, validate } from 'graphql';
import { generatedFiles } from '../generate/generated-files';
import { BEGUN_AT_ONCE, cleanBeds } from './clean-beds';

const api = buildSchema(generatedFiles().get('schema/graphql/api.graphql') ?? '');

/** Beds that become what is done to them; every document is one that the graph takes. */
function hospitalOf(labels: Record<string, string>) {
  const beds = new Map(Object.entries(labels));
  let deeds = 0;
  const graph: ProductGraph = {
    running: true,
    async execute(document, variables) {
      expect(validate(api, parse(document))).toStrictEqual([]);
      const input = variables?.['input'] as { readonly bedId: string } | undefined;
      if (input === undefined) {
        const cells = [...beds].map(([bedId, label]) => ({ bedId, label }));
        return Promise.resolve({ hospitalBoard: { wards: [{ cells }] } });
      }
      deeds += 1;
      beds.set(input.bedId, document.includes('startCleaning') ? 'CLEANING' : 'AVAILABLE');
      return Promise.resolve({});
    },
  };
  return { graph, labelOf: (bed: string) => beds.get(bed), beds, deeds: () => deeds };
}

const { signal } = new AbortController();
const newKey = (): string => 'k';

describe('the demonstration’s cleaners', () => {
  it('begin with what awaits them, finish what was begun, and leave everything else', async () => {
    const hospital = hospitalOf({ a: 'AWAITING_CLEAN', b: 'CLEANING', c: 'OCCUPIED', d: 'CLOSED' });
    await cleanBeds({ ...hospital, newKey, signal });
    expect(Object.fromEntries(hospital.beds)).toStrictEqual({
      a: 'CLEANING',
      b: 'AVAILABLE',
      c: 'OCCUPIED',
      d: 'CLOSED',
    });
    await cleanBeds({ ...hospital, newKey, signal });
    expect(hospital.labelOf('a')).toBe('AVAILABLE');
    await cleanBeds({ ...hospital, newKey, signal });
    expect(hospital.deeds()).toBe(3);
  });

  it('begin with no more than they are, and stop when they are told', async () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, bed) => [`b${bed}`, 'AWAITING_CLEAN']));
    const hospital = hospitalOf(many);
    await cleanBeds({ ...hospital, newKey, signal });
    expect(hospital.deeds()).toBe(BEGUN_AT_ONCE);
    await cleanBeds({ ...hospital, newKey, signal: AbortSignal.abort() });
    expect(hospital.deeds()).toBe(BEGUN_AT_ONCE);
  });
});
