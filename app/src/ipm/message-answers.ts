import { OperatorError } from '@flow/platform/values/operator-error';
import { z } from 'zod';
import type { ProductGraph } from '../commands/product-graph';

export type Asked = Pick<ProductGraph, 'execute'>;

const ROW = 'id partner receivedAt controlId messageType status reason edits version';
const text = z.string().nullable();
const row = {
  ...{ id: z.string(), partner: z.string(), receivedAt: z.string(), controlId: text, messageType: text },
  ...{ status: z.string(), reason: text, edits: z.number(), version: z.string() },
};
const listed = z.object(row);
export type ListedMessage = z.output<typeof listed>;

const LIST = `query ($filter: MessageFilterInput, $first: Int!) {
  messages(filter: $filter, first: $first) { nodes { ${ROW} } pageInfo { hasNextPage } }
}`;
const list = z.object({
  messages: z.object({ nodes: z.array(listed), pageInfo: z.object({ hasNextPage: z.boolean() }) }),
});

export async function listMessages(graph: Asked, filter: object, first: number) {
  const { messages } = list.parse(await graph.execute(LIST, { filter, first }));
  return { messages: messages.nodes, more: messages.pageInfo.hasNextPage };
}

const links = z.object({ links: z.array(z.object({ partner: z.string() })) });

/** The partners that there are now. */
export const partnersOf = async (graph: Asked): Promise<readonly string[]> =>
  links.parse(await graph.execute('{ links { partner } }')).links.map(({ partner }) => partner);

const SHOW = `query ($id: ID!) {
  message(id: $id) {
    ${ROW} decoding warnings contentWithheld content editedContent unmappedPlaces { codes }
    history { at what outcome reason by }
  }
  messageDiff(messageId: $id, between: ORIGINAL_AND_EDITED) { differences { place before after } }
}`;
const difference = z.object({ place: z.string(), before: text, after: text });
const shown = z.object({
  message: z
    .object({
      ...row,
      ...{ decoding: z.number(), warnings: z.array(z.string()), contentWithheld: z.boolean().nullable() },
      ...{ content: text, editedContent: text, unmappedPlaces: z.array(z.object({ codes: z.string() })) },
      history: z.array(z.object({ at: z.string(), what: z.string(), outcome: text, reason: text, by: text })),
    })
    .nullable(),
  messageDiff: z.object({ differences: z.array(difference) }).nullable(),
});
export type ShownMessage = NonNullable<z.output<typeof shown>['message']> & {
  readonly differences: readonly z.output<typeof difference>[];
};

/** Throws OperatorError where there is none. */
export async function findMessage(graph: Asked, id: string): Promise<ShownMessage> {
  const { message, messageDiff } = shown.parse(await graph.execute(SHOW, { id }));
  if (message === null) throw new OperatorError('There is no message with that id.');
  return { ...message, differences: messageDiff?.differences ?? [] };
}

const fault = z.object({
  ...{ code: z.string(), message: z.string(), segment: text },
  ...{ occurrence: z.number().nullable(), field: z.number().nullable() },
});
const refusal = z.object({
  ...{ __typename: z.literal('MessageRefusal'), code: z.string(), message: z.string(), changedBy: text },
  faults: z.array(fault),
});
export type Refusal = z.output<typeof refusal>;
const REFUSAL = '... on MessageRefusal { code message changedBy faults { code message segment occurrence field } }';

const DRY_RUN = `query ($input: DryRunInput!) {
  run: dryRunMessage(input: $input) {
    __typename
    ... on MessageDryRun {
      outcome reason steps warnings withheld patientIds newPatients stayIds unmappedPlaces { codes }
      differences { of field state told held }
    }
    ${REFUSAL}
  }
}`;
const dryRun = z.object({
  __typename: z.literal('MessageDryRun'),
  ...{ outcome: z.string(), reason: text, steps: z.array(z.string()), warnings: z.array(z.string()) },
  ...{ withheld: z.boolean(), patientIds: z.array(z.string()), newPatients: z.number(), stayIds: z.array(z.string()) },
  unmappedPlaces: z.array(z.object({ codes: z.string() })),
  differences: z.array(z.object({ of: z.string(), field: z.string(), state: text, told: text, held: text })),
});
export type DryRun = z.output<typeof dryRun>;
const run = z.object({ run: z.discriminatedUnion('__typename', [dryRun, refusal]) });

export async function dryRunOf(graph: Asked, messageId: string, editedText?: string): Promise<DryRun | Refusal> {
  return run.parse(await graph.execute(DRY_RUN, { input: { messageId, editedText } })).run;
}

const INPUTS = {
  retryMessage: 'MessageWorkInput',
  editAndReplayMessage: 'EditMessageInput',
  skipMessage: 'SkipMessageInput',
} as const;
export type Deed = keyof typeof INPUTS;

const worked = z.object({
  worked: z.discriminatedUnion('__typename', [
    z.object({ __typename: z.literal('MessageWorked'), done: z.boolean(), worked: listed }),
    refusal,
  ]),
});
export type Worked = z.output<typeof worked>['worked'];

export async function workMessage(graph: Asked, deed: Deed, input: object): Promise<Worked> {
  const document = `mutation ($input: ${INPUTS[deed]}!) {
    worked: ${deed}(input: $input) { __typename ... on MessageWorked { done worked { ${ROW} } } ${REFUSAL} }
  }`;
  return worked.parse(await graph.execute(document, { input })).worked;
}

const RETRYABLE = `query ($range: RetryRangeInput!) {
  retryableMessages(range: $range) { count more byReason { status reason count } }
}`;
const RETRY_RANGE = `mutation ($input: RetryMessagesInput!) {
  retried: retryMessages(input: $input) { __typename ... on MessagesRetried { asked refused } ${REFUSAL} }
}`;
const retryable = z.object({
  retryableMessages: z.object({
    ...{ count: z.number(), more: z.boolean() },
    byReason: z.array(z.object({ status: z.string(), reason: text, count: z.number() })),
  }),
});
const retried = z.object({
  retried: z.discriminatedUnion('__typename', [
    z.object({ __typename: z.literal('MessagesRetried'), asked: z.number(), refused: z.number() }),
    refusal,
  ]),
});

export const countRange = async (graph: Asked, range: object) =>
  retryable.parse(await graph.execute(RETRYABLE, { range })).retryableMessages;

export const retryRange = async (graph: Asked, input: object) =>
  retried.parse(await graph.execute(RETRY_RANGE, { input })).retried;
