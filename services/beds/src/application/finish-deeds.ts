import type { CommandContext } from '@flow/platform/decider/handler';
import type { BookEvent } from '../domain/book/events';
import { leftBy, reconcileStay } from './carry-out';
import type { BedsDeps } from './deps';
import { recordDeeds } from './record-deeds';
import { orRefusal } from './settled-streams';

/**
 * For whoever follows the book's events in order, each with the context of its command: records in the streams of the stays
 * what our people did to them, where whoever did it died before that. It finds nearly everything done. False: others were
 * in the way for too long, and it is to be asked again.
 */
export async function finishDeeds(deps: BedsDeps, event: BookEvent, context: CommandContext): Promise<boolean> {
  const answer = await orRefusal(async () => {
    await recordDeeds(deps, event, context);
    for (const stayId of leftBy([event])) await reconcileStay(deps, stayId, [], context);
    return undefined;
  });
  return answer === undefined;
}
