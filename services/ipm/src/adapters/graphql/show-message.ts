import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { may } from '@flow/schema/rights';
import { eventsTold, type MessageStory } from '../../application/message-stories';
import { InterfaceMessage } from './message-types';

export function mustSeeMessages({ identity }: GraphContext): void {
  if (!may(identity.roles, 'ipm.see-messages')) throw graphFault('FORBIDDEN');
}

export function mustWorkQuarantine({ identity }: GraphContext): void {
  if (!may(identity.roles, 'ipm.work-quarantine')) throw graphFault('FORBIDDEN');
}

/** The version of a message as shown to people. Opaque to them. */
const versionOf = (story: MessageStory): string => `m${eventsTold(story)}`;

const FORM = /^m(\d{1,9})$/;

/** How many events of its ledger somebody had seen. */
export function readVersion(version: string): number {
  const [, events] = FORM.exec(version) ?? [];
  if (events === undefined) throw graphFault('BAD_USER_INPUT', 'The expectedVersion is not the version of a message.');
  return Number(events);
}

export const messageFrom = (story: MessageStory): InterfaceMessage =>
  Object.assign(new InterfaceMessage(), story, {
    id: story.messageId,
    version: versionOf(story),
    edits: story.edits ?? 0,
    beingWorked: story.asked !== undefined,
    unmappedPlaces: story.unmapped,
  });
