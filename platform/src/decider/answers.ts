import type { Appended, EventStore } from '../event-store/event-store';
import type { Batch, Verdict } from './command-batch';
import type { EventCodec } from './event-codec';
import type { Folded } from './folded-stream';
import type { Handled } from './handler';
import { unreachable } from './decider';

/** A batch after its append; `appended` is undefined when it had nothing to write. */
export interface Written<Event, Rejection> {
  readonly before: Folded<unknown>;
  readonly batch: Batch<Event, Rejection>;
  readonly appended: Appended | undefined;
}

/** What a command is answered with, by its verdict. Throws what its decision threw. */
export async function answerTo<Event, Rejection>(
  { store, codec }: { readonly store: EventStore; readonly codec: EventCodec<Event> },
  verdict: Verdict<Event, Rejection>,
  written: Written<Event, Rejection>,
): Promise<Handled<Event, Rejection>> {
  switch (verdict.kind) {
    case 'accepted': {
      const { before, appended } = written;
      const position = appended?.position ?? before.position;
      const revision = before.revision + verdict.count;
      return { outcome: 'done', events: verdict.events, position, revision, repeated: false };
    }
    case 'repeats': {
      const { stream, from, revision, position } = verdict.earlier;
      const { events } = await store.read(stream, { from, limit: revision - from + 1 });
      const decoded = events.map((event) => codec.decode(event));
      return { outcome: 'done', events: decoded, position, revision, repeated: true };
    }
    case 'same-batch': {
      const first = written.batch.verdicts[verdict.index];
      if (first === undefined) throw new Error('A command repeats one that is not in its batch.');
      const handled = await answerTo({ store, codec }, first, written);
      return handled.outcome === 'done' ? { ...handled, repeated: true } : handled;
    }
    case 'rejected':
      return { outcome: 'rejected', rejection: verdict.rejection };
    case 'failed':
      throw verdict.error;
    case 'key-reused':
    case 'expired':
      return { outcome: verdict.kind };
    default:
      return unreachable(verdict);
  }
}
