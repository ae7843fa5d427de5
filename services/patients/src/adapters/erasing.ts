import { startProcessManager, type Effect, type ProcessDefinition } from '@flow/platform/running/process-manager';
import type { Running } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import { erasePart, type ErasePersonDeps } from '../application/erase-person';
import {
  ERASURE_PREFIX,
  erasureDecider,
  nextPart,
  type Erasure,
  type ErasureCommand,
  type ErasureEvent,
  type ErasurePart,
  type ErasureState,
} from '../domain/erasure';
import { erasureEventCodec } from './events/erasure-event-codec';

interface PartDue extends Effect {
  readonly part: ErasurePart;
  readonly erasure: Erasure;
}

function due(state: ErasureState): readonly PartDue[] {
  const part = state === null ? undefined : nextPart(state);
  return state === null || part === undefined ? [] : [{ id: `${state.patientId}/${part}`, part, erasure: state }];
}

const definition = (
  deps: ErasePersonDeps,
): ProcessDefinition<ErasureCommand, ErasureEvent, ErasureState, 'NOT_ORDERED', PartDue> => ({
  name: 'erasures',
  prefixes: [ERASURE_PREFIX],
  decider: erasureDecider,
  codec: erasureEventCodec,
  react(event) {
    const told = erasureEventCodec.decode(event);
    // Ordered once more it is as it was, and what is due is done.
    return told.type === 'ErasureOrdered'
      ? { stream: event.stream, command: { ...told, type: 'OrderErasure' } }
      : undefined;
  },
  pending: due,
  perform: ({ erasure, part }, context) => erasePart(deps, erasure, part, { context, occurredAt: erasure.at }),
});

/** Carries erasures to their end, one after another, on the instance that owns them; after a crash it goes on. */
export const startErasing = (
  { engines, clock, instance, log, metrics }: ServiceDeps<unknown>,
  deps: ErasePersonDeps,
): Running =>
  startProcessManager({
    definition: definition(deps),
    store: engines.events,
    documents: engines.documents,
    ...{ clock, instance, log, metrics },
  });
