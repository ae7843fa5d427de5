import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ProductGraph } from '../commands/product-graph';
import type { Comparison, Difference, ImportPart } from './import-part';
import type { Hospital } from './read-hospital';
import { usersInput } from './users-input';

const SET = `mutation ImportUsers($input: SetUsersInput!) {
  setUsers(input: $input) {
    ... on UsersSet { added changed removed differences { subject change fields { field was is } } }
    ... on UsersRefused { message index }
  }
}`;

const difference = z.object({
  subject: z.string(),
  change: z.enum(['ADDED', 'CHANGED', 'REMOVED']),
  fields: z.array(z.object({ field: z.string(), was: z.string(), is: z.string() })),
});
const set = z.object({
  ...{ added: z.number(), changed: z.number(), removed: z.number() },
  differences: z.array(difference),
});
const answer = z.object({ setUsers: z.union([set, z.object({ message: z.string(), index: z.number().nullable() })]) });

const FILE = 'users.csv';
const NONE = { file: FILE, added: 0, changed: 0, removed: 0, first: [] };
const lowered = { ADDED: 'added', CHANGED: 'changed', REMOVED: 'removed' } as const;

/** Who may do what, and where, for tokens that do not say so: the gateway's table, in force at once. */
export function usersPart({ users, lines }: Hospital): ImportPart {
  function lineOf(index: number | null): number {
    const user = index === null ? undefined : users[index];
    return (user && lines.get(`${FILE} ${user.subject}`)) ?? 1;
  }

  async function ask(graph: ProductGraph, dryRun: boolean): Promise<Comparison> {
    const input = { idempotencyKey: randomUUID(), dryRun, users: usersInput(users) };
    const { setUsers: told } = answer.parse(await graph.execute(SET, { input }));
    if ('message' in told)
      return { files: [NONE], faults: [{ file: FILE, line: lineOf(told.index), message: told.message }] };
    const { differences, ...counts } = told;
    const first = differences.map(({ subject, change, fields }): Difference => ({
      code: subject,
      change: lowered[change],
      fields,
    }));
    return { files: [{ file: FILE, ...counts, first }], faults: [] };
  }
  return {
    name: 'the users',
    compare: async (graph) => ask(graph, true),
    apply: async (graph) => (await ask(graph, false)).faults,
  };
}
