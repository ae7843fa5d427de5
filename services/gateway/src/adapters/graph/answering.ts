import type { Identity } from '@flow/platform/security/identity';
import type { Log } from '@flow/platform/telemetry/log';
import { traceFrom, traceWithin } from '@flow/platform/telemetry/trace';
import { NO_TRACING, traced, type Watch } from '@flow/platform/telemetry/tracing';
import { OperationTypeNode, type GraphQLError } from 'graphql';
import type { AuditEntry, Viewer } from '../../application/audit-entry';
import type { AuditTrail } from '../../application/audit-trail';
import { fault, leavingFault } from './faults';
import type { FederatedGraph } from './federated-graph';
import type { Asker, GraphAnswer } from './graph-answer';
import type { Prepared } from './operations';

/** The text of an answer, which may leave. */
export interface Answered {
  /** False when the operation was refused before anything ran. */
  readonly ran: boolean;
  readonly text: string;
}

/** Answers queries and mutations, each written down before its text is given. */
export interface Answering {
  answer(prepared: Prepared, asker: Asker): Promise<Answered>;
}

export const viewerOf = ({ subject, roles, device }: Identity): Viewer => ({
  user: subject,
  roles,
  ...(device !== undefined && { device }),
});

/** Faults as a list in JSON, as they leave. */
export const faultsText = (faults: readonly GraphQLError[], correlationId: string): string =>
  JSON.stringify(faults.map((one) => leavingFault(one, correlationId)));

/** The body of a request that never ran. */
export const refusalText = (faults: readonly GraphQLError[], correlationId: string): string =>
  `{"errors":${faultsText(faults, correlationId)}}`;

/** An answer as JSON. Without errors it has no `errors`. */
export const answerText = ({ data, errors }: Pick<GraphAnswer, 'data' | 'errors'>): string =>
  JSON.stringify({ ...(errors.length > 0 && { errors }), data });

/** Whom it shows; and that it was refused, or found nobody, without a word of what was asked. */
function entriesOf({ shown, errors }: GraphAnswer, prepared: Prepared, asker: Asker): AuditEntry[] {
  const { identity, correlationId } = asker;
  const asked = {
    viewers: [viewerOf(identity)],
    patients: [],
    class: prepared.kind === OperationTypeNode.MUTATION ? 'mutation' : 'query',
    operation: prepared.fields,
    correlationId,
  } as const;
  const entries: AuditEntry[] = [];
  if (shown.size > 0) entries.push({ ...asked, patients: [...shown], breakGlass: identity.breakGlass ?? [] });
  if (errors.some(({ extensions: { code } }) => code === 'FORBIDDEN')) entries.push({ ...asked, nobody: 'refused' });
  else if (shown.size === 0 && prepared.personal) entries.push({ ...asked, nobody: 'not-found' });
  return entries;
}

export interface AnsweringDeps extends Watch {
  readonly graph: FederatedGraph;
  readonly audit: AuditTrail;
  readonly log: Log;
}

/** A caller's trace goes on as it is, unless what we do of it is a span of ours. */
function tracesOf({ tracing = NO_TRACING }: Watch, { kind }: Prepared, { trace: caller, correlationId }: Asker) {
  if (caller === undefined) return { trace: traceFrom(correlationId) };
  if (kind !== OperationTypeNode.MUTATION || !tracing.wants(caller)) return { trace: caller };
  return { trace: traceWithin(caller, correlationId), caller };
}

export function createAnswering({ graph, audit, log, ...watch }: AnsweringDeps): Answering {
  async function audited(answer: GraphAnswer, prepared: Prepared, asker: Asker): Promise<string> {
    const { correlationId } = asker;
    try {
      await audit.write(entriesOf(answer, prepared, asker));
      return answerText(answer);
    } catch (error) {
      if (answer.shown.size === 0) {
        log.error('It could not be written down who asked and was shown nobody.', { correlationId, error });
        return answerText(answer);
      }
      log.error('Nobody is shown: neither the audit store nor the spool took the entry.', { correlationId, error });
      return answerText({ data: null, errors: [leavingFault(fault('DOWNSTREAM_UNAVAILABLE'), correlationId)] });
    }
  }

  async function textFor(prepared: Prepared, asker: Asker): Promise<string> {
    const answer = prepared.introspection
      ? await graph.introspect(prepared.operation, asker)
      : await graph.execute(prepared.operation, asker);
    return audited(answer, prepared, asker);
  }

  return {
    async answer(prepared, asker) {
      if (prepared.kind === OperationTypeNode.SUBSCRIPTION) {
        const refusal = fault('BAD_USER_INPUT', 'Subscriptions go over a WebSocket.');
        return { ran: false, text: refusalText([refusal], asker.correlationId) };
      }
      const { trace, caller } = tracesOf(watch, prepared, asker);
      const own = { ...asker, trace };
      const traces = prepared.kind === OperationTypeNode.MUTATION ? [trace] : [];
      const fields = { operation: prepared.fields.replaceAll(' ', '+') };
      const text = await traced(watch, { name: 'mutation', traces, caller, fields }, () => textFor(prepared, own));
      return { ran: true, text };
    },
  };
}
