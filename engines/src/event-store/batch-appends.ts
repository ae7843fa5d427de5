import { BatchAppendResp, type BatchAppendReq } from '@eventstore/db-client/generated/streams_pb';
import {
  AllStreamPosition,
  MaximumAppendSizeExceeded,
  WrongExpectedVersion,
} from '@eventstore/db-client/generated/shared_pb';
import { Code } from '@eventstore/db-client/generated/code_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { status, type ServerDuplexStream } from '@grpc/grpc-js';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { MOST_BYTES, withFaults } from './appends';
import type { Node } from './node';
import type { Expected, Outcome, Proposed } from './records';
import { expectedOf, nameOf, proposedOf, uuidText } from './wire';

interface Pending {
  readonly options: BatchAppendReq.Options | undefined;
  readonly events: Proposed[];
}

function wrongExpected(expected: Expected, current: number | undefined): WrongExpectedVersion {
  const wrong = new WrongExpectedVersion();
  if (current === undefined) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentStreamRevision(String(current));
  if (expected === 'any') return wrong.setExpectedAny(new Empty());
  if (expected === 'no-stream') return wrong.setExpectedNoStream(new Empty());
  return expected === 'stream-exists'
    ? wrong.setExpectedStreamExists(new Empty())
    : wrong.setExpectedStreamPosition(String(expected));
}

function errorOf(message: { serializeBinary(): Uint8Array }, name: string): Status {
  const details = new Any();
  details.pack(message.serializeBinary(), `event_store.client.${name}`);
  return new Status().setCode(Code.FAILED_PRECONDITION).setMessage(name).setDetails(details);
}

function answerOf(expected: Expected, outcome: Outcome): BatchAppendResp {
  switch (outcome.kind) {
    case 'wrong':
      return new BatchAppendResp().setError(errorOf(wrongExpected(expected, outcome.current), 'WrongExpectedVersion'));
    case 'too-large': {
      const exceeded = new MaximumAppendSizeExceeded().setMaxappendsize(Number(MOST_BYTES));
      return new BatchAppendResp().setError(errorOf(exceeded, 'MaximumAppendSizeExceeded'));
    }
    case 'done': {
      const at = new AllStreamPosition()
        .setCommitPosition(String(outcome.at.commit))
        .setPreparePosition(String(outcome.at.prepare));
      return new BatchAppendResp().setSuccess(
        new BatchAppendResp.Success().setCurrentRevision(String(outcome.revision)).setPosition(at),
      );
    }
  }
}

/** Many appends over one call, each in one or more parts under a correlation id. */
export const batchAppend =
  (node: Node) =>
  (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void => {
    const open = new Map<string, Pending>();

    async function answered(part: BatchAppendReq, { options, events }: Pending): Promise<void> {
      const refused = node.refuses(call);
      if (refused || !options) {
        call.emit('error', refused ?? { code: status.INVALID_ARGUMENT });
        return;
      }
      const expected = expectedOf(options, options.getStreamPosition());
      const stream = nameOf(options.getStreamIdentifier());
      const outcome = await withFaults(node, async () => node.book.append(stream, expected, events));
      if (!outcome || call.cancelled) return;
      call.write(
        answerOf(expected, outcome)
          .setCorrelationId(part.getCorrelationId())
          .setStreamIdentifier(options.getStreamIdentifier()),
      );
    }

    call.on('data', (part: BatchAppendReq) => {
      const id = uuidText(part.getCorrelationId());
      const before = open.get(id);
      const pending = {
        options: part.getOptions() ?? before?.options,
        events: [...(before?.events ?? []), ...part.getProposedMessagesList().map(proposedOf)],
      };
      open.set(id, pending);
      if (!part.getIsFinal()) return;
      open.delete(id);
      void answered(part, pending);
    });
    call.on('end', () => call.end());
  };
