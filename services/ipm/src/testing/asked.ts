import { until } from '@flow/platform/running/testing';
import { z } from 'zod';
import type { TestIpm } from './running-ipm';

const message = z.object({
  id: z.string(),
  controlId: z.string().nullable(),
  status: z.string(),
  reason: z.string().nullable(),
});
export type ListedMessage = z.output<typeof message>;

const list = z.object({ messages: z.object({ nodes: z.array(message) }) });
const LIST = `query ($filter: MessageFilterInput) {
  messages(first: 100, filter: $filter) { nodes { id controlId status reason } }
}`;

/** Messages that fit, the newest first. */
export async function listed(ipm: TestIpm, filter: object = {}): Promise<readonly ListedMessage[]> {
  return list.parse((await ipm.ask(LIST, { filter })).data).messages.nodes;
}

/** `C1 APPLIED`, `C2 HELD booking`: of each, oldest first, once there are so many and all have come to such an end. */
export async function ends(
  ipm: TestIpm,
  count: number,
  isEnd: (message: ListedMessage) => boolean = () => true,
): Promise<readonly string[]> {
  let nodes: readonly ListedMessage[] = [];
  await until(async () => {
    nodes = await listed(ipm);
    const ended = nodes.filter((one) => one.status !== 'RECEIVED' && one.status !== 'DECODED' && isEnd(one));
    return nodes.length === count && ended.length === count;
  });
  return nodes
    .map(({ controlId, status, reason }) => [controlId, status, reason].filter((part) => part !== null).join(' '))
    .sort();
}
