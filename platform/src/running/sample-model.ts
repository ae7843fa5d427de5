import { UnknownEventType } from '../decider/event-codec';
import { replaceIfNewer, type Collection } from '../documents/documents';
import type { Position, RecordedEvent } from '../event-store/event-store';
import type { ReadModelDefinition } from './read-model';

/** What the values of a thing add up to. */
export interface Thing {
  readonly _id: string;
  readonly revision: number;
  readonly position: Position;
  readonly sum: number;
}
export type Things = Collection<Thing>;

async function add(things: Things, event: RecordedEvent): Promise<void> {
  const before = await things.findOne({ _id: event.stream });
  if (before && before.revision >= event.revision) return;
  const { stream, revision, position, data } = event;
  await replaceIfNewer(
    things,
    { _id: stream, revision, position, sum: (before?.sum ?? 0) + Number(data['value']) },
    'revision',
  );
}

/** A read model for tests: of `thing-` streams, whose events have a `value`. It builds on what it finds. */
export const sampleModel: ReadModelDefinition<Things> = {
  name: 'things',
  prefixes: ['thing-'],
  open: async (documents, named) => documents.collection<Thing>(named('all'), [{ fields: ['sum'] }]),
  async apply(things, events) {
    for (const event of events) {
      if (event.type !== 'thing-happened.v1') throw new UnknownEventType(event.type);
      await add(things, event);
    }
  },
};

/** The sum of the values from 0 below `count` that go to the thing. */
export const sumOf = (count: number, thing: number): number =>
  Array.from({ length: count }, (_, value) => value)
    .filter((value) => value % 5 === thing)
    .reduce((sum, value) => sum + value, 0);
