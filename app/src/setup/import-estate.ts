import { OperatorError } from '@flow/platform/values/operator-error';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ProductGraph } from '../commands/product-graph';
import type { SetupFault } from './csv-table';
import { estateInput } from './estate-input';
import type { Comparison, ImportPart } from './import-part';
import type { Hospital } from './read-hospital';

const DIFFERENCES = 'code change fields { field was is }';
const SET_UP = `mutation ImportEstate($input: SetUpEstateInput!) {
  setUpEstate(input: $input) {
    ... on EstateSetUp {
      faults { what message }
      counts { kind added changed removed }
      SITE: differences(kind: SITE) { ${DIFFERENCES} }
      WARD: differences(kind: WARD) { ${DIFFERENCES} }
      BAY: differences(kind: BAY) { ${DIFFERENCES} }
      BED: differences(kind: BED) { ${DIFFERENCES} }
    }
    ... on DomainError { message }
  }
}`;

const KINDS = ['SITE', 'WARD', 'BAY', 'BED'] as const;
type Kind = (typeof KINDS)[number];
const FILES: Readonly<Record<Kind, string>> = {
  SITE: 'sites.csv',
  WARD: 'wards.csv',
  BAY: 'bays.csv',
  BED: 'beds.csv',
};

const differences = z.array(
  z.object({
    code: z.string(),
    change: z.enum(['ADDED', 'CHANGED', 'REMOVED']),
    fields: z.array(z.object({ field: z.string(), was: z.string().nullable(), is: z.string().nullable() })),
  }),
);
const count = z.object({ kind: z.enum(KINDS), added: z.number(), changed: z.number(), removed: z.number() });
const setUp = z.object({
  faults: z.array(z.object({ what: z.string(), message: z.string() })),
  counts: z.array(count),
  ...{ SITE: differences, WARD: differences, BAY: differences, BED: differences },
});
const answer = z.object({ setUpEstate: z.union([setUp, z.object({ message: z.string() })]) });

const lowered = { ADDED: 'added', CHANGED: 'changed', REMOVED: 'removed' } as const;

/** `bed A1-01`, as the beds service names what it refuses, at its line; what is to go has none. */
function faultOf(
  { lines }: Hospital,
  { what, message }: { readonly what: string; readonly message: string },
): SetupFault {
  const [kind = '', code = ''] = what.split(' ');
  const file = FILES[KINDS.find((one) => one === kind.toUpperCase()) ?? 'BED'];
  const line = lines.get(`${file} ${code}`);
  const named = line === undefined ? `${what} is no longer in the file, and cannot go` : what;
  return { file, line: line ?? 1, message: `${named}: ${message}` };
}

/** Sites, wards, bays and beds, which the beds service takes. */
export function estatePart(hospital: Hospital): ImportPart {
  async function ask(graph: ProductGraph, dryRun: boolean): Promise<Comparison> {
    const input = { idempotencyKey: randomUUID(), whole: true, dryRun, ...estateInput(hospital) };
    const { setUpEstate: told } = answer.parse(await graph.execute(SET_UP, { input }));
    if ('message' in told) throw new OperatorError(told.message);
    const files = told.counts.map(({ kind, ...counts }) => ({
      file: FILES[kind],
      ...counts,
      first: told[kind].map(({ change, ...rest }) => ({ ...rest, change: lowered[change] })),
    }));
    return { files, faults: told.faults.map((fault) => faultOf(hospital, fault)) };
  }
  return {
    name: 'the estate',
    compare: async (graph) => ask(graph, true),
    apply: async (graph) => (await ask(graph, false)).faults,
  };
}
