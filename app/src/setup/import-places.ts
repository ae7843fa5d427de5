import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ProductGraph } from '../commands/product-graph';
import type { SetupFault } from './csv-table';
import type { Comparison, Difference, ImportPart } from './import-part';
import { placeOf } from './place-of';
import { locationCode, type Hospital } from './read-hospital';

const CHANGE = `mutation ImportPlaces($input: ChangePlacesInput!) {
  changePlaces(input: $input) {
    ... on PlacesChanged { added changed removed differences { code change was is } }
    ... on PlacesRefusal { message faults }
  }
}`;

const change = z.enum(['ADDED', 'CHANGED', 'REMOVED']);
const changed = z.object({
  ...{ added: z.number(), changed: z.number(), removed: z.number() },
  differences: z.array(z.object({ code: z.string(), change, was: z.string().nullable(), is: z.string().nullable() })),
});
const answer = z.object({
  changePlaces: z.union([changed, z.object({ message: z.string(), faults: z.array(z.string()) })]),
});

const FILE = 'location-map.csv';
const NONE = { file: FILE, added: 0, changed: 0, removed: 0, first: [] };
const lowered = { ADDED: 'added', CHANGED: 'changed', REMOVED: 'removed' } as const;

/** What partners call the places, which the interface takes: one partner after the other, each whole or not at all. */
export function placesPart({ locations, lines }: Hospital): ImportPart {
  const partners = [...new Set(locations.map(({ partner }) => partner))];

  async function ask(graph: ProductGraph, partner: string, dryRun: boolean): Promise<Comparison> {
    const ours = locations.filter((row) => row.partner === partner);
    const input = { idempotencyKey: randomUUID(), partner, dryRun, places: ours.map(placeOf) };
    const { changePlaces: told } = answer.parse(await graph.execute(CHANGE, { input }));
    if ('message' in told) {
      const [first] = ours;
      const line = (first && lines.get(`${FILE} ${locationCode(first)}`)) ?? 1;
      const faults = [told.message, ...told.faults].map((message): SetupFault => ({
        file: FILE,
        line,
        message: `${partner}: ${message}`,
      }));
      return { files: [NONE], faults };
    }
    const first = told.differences.map(({ code, was, is, ...rest }): Difference => {
      const fields = was === null || is === null ? [] : [{ field: 'place', was, is }];
      return { code: `${partner} ${code}`, change: lowered[rest.change], fields };
    });
    const { added, changed: otherwise, removed } = told;
    return { files: [{ file: FILE, added, changed: otherwise, removed, first }], faults: [] };
  }

  async function all(graph: ProductGraph, dryRun: boolean): Promise<Comparison> {
    const asked: Comparison[] = [];
    for (const partner of partners) asked.push(await ask(graph, partner, dryRun));
    return { files: asked.flatMap(({ files }) => files), faults: asked.flatMap(({ faults }) => faults) };
  }
  return {
    name: 'the location map',
    compare: async (graph) => all(graph, true),
    apply: async (graph) => (await all(graph, false)).faults,
  };
}
