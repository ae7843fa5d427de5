import { createHash } from 'node:crypto';
import type { CommandContext } from '../decider/handler';
import type { Origin } from '../event-store/event-metadata';
import { derivedId } from '../ids/ids';
import type { Role } from '../security/identity';
import type { Clock } from '../time/clock';
import { laterBy } from '../time/instant';
import { canonicalJson } from '../values/canonical-json';
import { graphFault } from './fault';
import type { GraphContext } from './graph-context';

export interface CommandRequest {
  readonly context: GraphContext;
  /** The name of the mutation: the same key under another mutation is another command. */
  readonly mutation: string;
  /** As the client sent it: 1 to 128 of the characters of ids (UUIDs, `message/3/1`). */
  readonly idempotencyKey: string;
  /** The mutation's input, with or without the key. */
  readonly input: object;
  readonly clock: Clock;
  /** Where the fact began: `user` (of a service, `system`) if not told. What follows from another's message passes on its origin. */
  readonly origin?: Origin;
  /** What it follows from; the command itself if not told. */
  readonly causationId?: string;
  readonly partner?: string;
  readonly messageId?: string;
  /** The person for whom one of our services acts. */
  readonly onBehalfOf?: string;
  /** Drops the command when it is still undecided after so long; at most 24 h. Not at all if not told. */
  readonly validForMs?: number;
}

const KEY = /^[\w.:/@|+#=-]{1,128}$/;
const DAY_MS = 86_400_000;

const ofService = (roles: readonly Role[]): boolean => roles.length === 1 && roles[0] === 'service';

/**
 * What a mutation hands to the handler of its aggregate: the same user, mutation and key make the same command, and the hash
 * tells when such a command comes with other input. Throws the fault BAD_USER_INPUT for a key of another form.
 */
export function commandContextOf(request: CommandRequest): CommandContext {
  const { context, mutation, idempotencyKey, input, clock, partner, messageId, onBehalfOf, validForMs } = request;
  const { subject, roles, device } = context.identity;
  if (!KEY.test(idempotencyKey)) {
    throw graphFault('BAD_USER_INPUT', 'The idempotencyKey must be 1 to 128 letters, digits or . : / @ | + # = _ -');
  }
  const commandId = derivedId(subject, mutation, idempotencyKey);
  const keyless = { ...input, idempotencyKey: undefined };
  return {
    commandId,
    inputHash: createHash('sha256').update(canonicalJson(keyless)).digest('hex'),
    correlationId: context.correlationId,
    causationId: request.causationId ?? commandId,
    actor: {
      user: subject,
      role: roles.join('+'),
      ...(onBehalfOf !== undefined && { onBehalfOf }),
      ...(device !== undefined && { device }),
    },
    origin: request.origin ?? (ofService(roles) ? 'system' : 'user'),
    entryMode: 'live',
    ...(partner !== undefined && { partner }),
    ...(messageId !== undefined && { messageId }),
    ...(context.trace !== undefined && { trace: context.trace }),
    ...(validForMs !== undefined && { validUntil: laterBy(clock.now(), Math.min(validForMs, DAY_MS)) }),
  };
}
