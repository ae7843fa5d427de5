import { until } from '@flow/platform/running/testing';
import { z } from 'zod';
import { listed } from './asked';
import type { TestIpm } from './running-ipm';

const shown = z.object({
  id: z.string(),
  controlId: z.string().nullable(),
  status: z.string(),
  reason: z.string().nullable(),
  version: z.string(),
  decoding: z.number(),
  edits: z.number(),
});
export type ShownMessage = z.output<typeof shown>;

const FIELDS = 'id controlId status reason version decoding edits';

/** A message as an operator sees it before they work it. */
export async function seen(ipm: TestIpm, id: string): Promise<ShownMessage> {
  const { data } = await ipm.ask(`query ($id: ID!) { message(id: $id) { ${FIELDS} } }`, { id });
  return z.object({ message: shown }).parse(data).message;
}

/** The message of that control id, once it is in such a state. */
export async function seenAs(ipm: TestIpm, controlId: string, status: string): Promise<ShownMessage> {
  let id: string | undefined;
  await until(async () => {
    id = (await listed(ipm)).find((one) => one.controlId === controlId && one.status === status)?.id;
    return id !== undefined;
  });
  return seen(ipm, id ?? '');
}

const result = z.object({
  worked: z.discriminatedUnion('__typename', [
    z.object({ __typename: z.literal('MessageWorked'), done: z.boolean(), message: shown }),
    z.object({
      __typename: z.literal('MessageRefusal'),
      code: z.string(),
      changedBy: z.string().nullable(),
      faults: z.array(z.looseObject({ code: z.string() })),
    }),
  ]),
});

const MUTATIONS = {
  retryMessage: 'MessageWorkInput',
  editAndReplayMessage: 'EditMessageInput',
  skipMessage: 'SkipMessageInput',
} as const;

let keys = 0;

/** What became of a message that somebody worked as they saw it, or why nothing did. */
export async function worked(
  ipm: TestIpm,
  mutation: keyof typeof MUTATIONS,
  { id, version }: Pick<ShownMessage, 'id' | 'version'>,
  more: object = {},
) {
  keys += 1;
  const { data } = await ipm.ask(
    `mutation ($input: ${MUTATIONS[mutation]}!) {
      worked: ${mutation}(input: $input) {
        __typename
        ... on MessageWorked { done message: worked { ${FIELDS} } }
        ... on MessageRefusal { code changedBy faults { code segment occurrence field } }
      }
    }`,
    { input: { idempotencyKey: `k${keys}`, messageId: id, expectedVersion: version, ...more } },
  );
  return result.parse(data).worked;
}
