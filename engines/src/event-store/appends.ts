import type { AppendReq } from '@eventstore/db-client/generated/streams_pb';
import { AppendResp, DeleteResp, type DeleteReq } from '@eventstore/db-client/generated/streams_pb';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { Metadata, status, type sendUnaryData, type ServerReadableStream, type ServerUnaryCall } from '@grpc/grpc-js';
import { setImmediate } from 'node:timers/promises';
import type { Expected, Outcome, Proposed } from './records';
import type { Faults } from './faults';
import type { Node } from './node';
import { expectedOf, nameOf, proposedOf, refusal, streamDetails } from './wire';

export const MOST_BYTES = '1048576';

function wrongExpected(expected: Expected, current: number | undefined): AppendResp.WrongExpectedVersion {
  const wrong = new AppendResp.WrongExpectedVersion();
  if (current === undefined) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentRevision(String(current));
  if (expected === 'any') return wrong.setExpectedAny(new Empty());
  if (expected === 'no-stream') return wrong.setExpectedNoStream(new Empty());
  return expected === 'stream-exists'
    ? wrong.setExpectedStreamExists(new Empty())
    : wrong.setExpectedRevision(String(expected));
}

const tooLarge = () =>
  refusal(status.INVALID_ARGUMENT, 'maximum-append-size-exceeded', { 'maximum-append-size': MOST_BYTES });

function answerOf(
  expected: Expected,
  outcome: Exclude<Outcome, { kind: 'too-large' }>,
  { unplaced = false }: Pick<Faults, 'unplaced'>,
): AppendResp {
  if (outcome.kind === 'wrong')
    return new AppendResp().setWrongExpectedVersion(wrongExpected(expected, outcome.current));
  const { commit, prepare } = outcome.at;
  const success = new AppendResp.Success().setCurrentRevision(String(outcome.revision));
  if (unplaced) success.setNoPosition(new Empty());
  else
    success.setPosition(
      new AppendResp.Position().setCommitPosition(String(commit)).setPreparePosition(String(prepare)),
    );
  return new AppendResp().setSuccess(success);
}

/** What was asked for, with the faults of the moment: undefined when no answer is to be given. */
export async function withFaults(node: Node, work: () => Promise<Outcome>): Promise<Outcome | undefined> {
  const fault = node.faults.ofAppend();
  await node.faults.late();
  if (fault === 'cut-before') node.cut();
  if (fault === 'cut-before' || fault === 'silent-before') return undefined;
  const outcome = await work();
  if (fault === 'cut-after') node.cut();
  return fault ? undefined : outcome;
}

/**
 * Whether the client has sent all that it meant to. A call that is cut off ends as one does that is whole: that it is over is seen
 * by whoever sends something on it, and told a moment later.
 */
async function isWhole(call: ServerReadableStream<AppendReq, AppendResp>): Promise<boolean> {
  call.sendMetadata(new Metadata());
  await setImmediate();
  return !call.cancelled;
}

/** One append a call: options first, then the events. Of a call that was cut off nothing is written, as the server does it. */
export const append =
  (node: Node) =>
  (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): void => {
    let options: AppendReq.Options | undefined;
    const events: Proposed[] = [];
    async function writeAll(): Promise<void> {
      if (!(await isWhole(call))) return;
      const refused = node.refuses(call);
      if (refused || !options) {
        answer(refused ?? { code: status.INVALID_ARGUMENT });
        return;
      }
      const stream = nameOf(options.getStreamIdentifier());
      const expected = expectedOf(options, options.getRevision());
      const outcome = await withFaults(node, async () => node.book.append(stream, expected, events));
      if (outcome?.kind === 'too-large') answer(tooLarge());
      else if (outcome) answer(null, answerOf(expected, outcome, node.faults.current()));
    }
    call.on('data', (message: AppendReq) => {
      options = message.getOptions() ?? options;
      const proposed = message.getProposedMessage();
      if (proposed) events.push(proposedOf(proposed));
    });
    call.on('end', () => void writeAll());
  };

/** A soft deletion. */
export const remove =
  (node: Node) =>
  (call: ServerUnaryCall<DeleteReq, DeleteResp>, answer: sendUnaryData<DeleteResp>): void => {
    const options = call.request.getOptions();
    const refused = node.refuses(call);
    if (refused || !options) {
      answer(refused ?? { code: status.INVALID_ARGUMENT });
      return;
    }
    const stream = nameOf(options.getStreamIdentifier());
    const expected = expectedOf(options, options.getRevision());
    void withFaults(node, async () => node.book.remove(stream, expected)).then((outcome) => {
      if (outcome?.kind === 'done') {
        const at = new DeleteResp.Position()
          .setCommitPosition(String(outcome.at.commit))
          .setPreparePosition(String(outcome.at.prepare));
        answer(null, new DeleteResp().setPosition(at));
      } else if (outcome?.kind === 'wrong') {
        const actual = outcome.current === undefined ? undefined : { 'actual-version': String(outcome.current) };
        answer(
          refusal(status.FAILED_PRECONDITION, 'wrong-expected-version', {
            ...streamDetails(stream),
            'expected-version': String(typeof expected === 'number' ? expected : -1),
            ...actual,
          }),
        );
      }
    });
  };
