import type { Identity } from '@flow/platform/security/identity';
import { refusalText } from './adapters/graph/answering';
import { fault } from './adapters/graph/faults';
import type { OperationText } from './adapters/graph/operations';
import { openAnswers, type AnswersOptions } from './open-answers';

/** A door for whoever works on the machine itself while nothing listens: the same rights, limits and audit, and no sign-in. */
export interface InnerDoor {
  /** The answer as JSON, as POST /graphql gives it. */
  ask(text: OperationText, identity: Identity): Promise<string>;
  /** Answers what is in hand. */
  stop(): Promise<void>;
}

/** Composes the graph of all services, and serves it to this process alone: no address is opened. */
export async function openInnerDoor(options: AnswersOptions): Promise<InnerDoor> {
  const { graph, audit, limits, opened, operations, answering, ids } = await openAnswers(options);
  return {
    async ask(text, identity) {
      const correlationId = ids.next();
      const bytes = Buffer.byteLength(JSON.stringify(text));
      if (bytes > limits.maxBodyBytes) return refusalText([fault('REQUEST_TOO_LARGE')], correlationId);
      const preparation = operations.prepare(text);
      if ('faults' in preparation) return refusalText(preparation.faults, correlationId);
      return (await answering.answer(preparation.prepared, { identity: opened.withOpened(identity), correlationId }))
        .text;
    },
    async stop() {
      await audit.drain();
      await graph.close();
    },
  };
}
