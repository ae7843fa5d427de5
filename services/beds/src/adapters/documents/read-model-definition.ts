import { isBookkeeping } from '@flow/platform/decider/book-events';
import type { ReadModelDefinition } from '@flow/platform/running/read-model';
import { applyToReadModel, READ_MODEL_PREFIXES, type ReadModel } from '../../projections/read-model';
import { bookEventCodec } from '../eventstore/book-event-codec';
import { stayEventCodec } from '../eventstore/stay-event-codec';
import { bedsTaskCodec } from '../eventstore/task-event-codec';
import { openReadModel } from './read-model';

/** Marks between books say nothing, and other services raise tasks of their own; any other event must be known. */
const isOthers = (type: string, stream: string): boolean =>
  isBookkeeping(type) || (stream.startsWith('task-') && !bedsTaskCodec.isOurs(type));

const codecs = { stays: stayEventCodec, tasks: bedsTaskCodec, book: bookEventCodec, isOthers };

/** Everything that this service answers questions about the past from, folded from its events. */
export const bedsReadModel: ReadModelDefinition<ReadModel> = {
  name: 'beds',
  prefixes: READ_MODEL_PREFIXES,
  open: openReadModel,
  apply: (model, events) => applyToReadModel(model, codecs, events),
};
