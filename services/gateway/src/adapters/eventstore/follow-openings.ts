import type { EventStore } from '@flow/platform/event-store/event-store';
import { startRun } from '@flow/platform/running/run';
import type { Running } from '@flow/platform/running/running';
import type { Log } from '@flow/platform/telemetry/log';
import type { FoldedOpenings } from '../../application/opened-patients';
import { breakGlassCodec } from './break-glass-codec';

/** Keeps this instance knowing whom everybody has opened, on whichever instance they did. There when this resolves. */
export async function followOpenings(store: EventStore, opened: FoldedOpenings, log: Log): Promise<Running> {
  let told = (): void => undefined;
  const caughtUp = new Promise<void>((resolve) => (told = resolve));
  const run = startRun(
    async (signal) => {
      for await (const batch of store.subscribe({ prefixes: ['breakGlass-'], signal })) {
        for (const stored of batch.events) {
          const event = breakGlassCodec.decode(stored);
          if (event.type === 'Opened') opened.took(event.opening);
        }
        if (batch.caughtUp) told();
      }
    },
    { name: 'break-glass', log },
  );
  await caughtUp;
  return run;
}
