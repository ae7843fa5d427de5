import type { Hostility } from '../engines/hostility';
import type { Bus, ConsumeOptions } from './bus';

const UNCOMMITTED = 0.08;
const SPLIT = 0.1;

/** The bus, as awkward as its port allows: answers are lost, batches come in pieces, and handled ones come again. */
export function hostileBus<B extends Bus>(bus: B, hostility: Hostility): B {
  const handled =
    (onBatch: ConsumeOptions['onBatch']): ConsumeOptions['onBatch'] =>
    async (messages) => {
      const cut = hostility.chance(SPLIT) ? hostility.below(messages.length) : 0;
      if (cut > 0) await onBatch(messages.slice(0, cut));
      if (cut > 0 && hostility.chance(UNCOMMITTED)) throw new Error('The consumer was lost within a batch.');
      await onBatch(messages.slice(cut));
      if (hostility.chance(UNCOMMITTED)) throw new Error('The offsets of a batch were not committed.');
    };

  return {
    ...bus,
    publish: async (topic, messages) =>
      hostility.losingAnswers(`messages to ${topic}`, async () => bus.publish(topic, messages)),
    consume: async (options) => bus.consume({ ...options, onBatch: handled(options.onBatch) }),
  };
}
