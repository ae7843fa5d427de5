import type { CommandContext } from '@flow/platform/decider/handler';
import { survivorOf } from '../domain/book/rows';
import type { StayId } from '../domain/ids';
import type { Refused, Told } from './answers';
import type { TellWithdrawn } from './beds-inputs';
import { reconcileStay } from './carry-out';
import { versionOf, type BedsDeps } from './deps';
import { foldNow } from './record-deeds';
import { settleRemarks } from './settle-remarks';
import { orRefusal, settledOf } from './settled-streams';
import { stepOf, toldContext } from './steps';
import { stayOfVisit } from './visit';

/** The stay without a visit number of somebody who was merged since is the survivor's. */
async function stayNow(deps: BedsDeps, { visit, patientId }: TellWithdrawn): Promise<StayId> {
  if (visit !== undefined) return stayOfVisit({ visit, patient: { patientId } });
  const { state } = await deps.book.load();
  return stayOfVisit({ patient: { patientId: survivorOf(state, patientId) } });
}

/**
 * A later decoding of a message has been told. What the earlier ones said of this stay is taken back, unless the later speaks
 * of it too: then it has replaced them already. Safe to repeat.
 */
export function tellWithdrawn(deps: BedsDeps, input: TellWithdrawn, asked: CommandContext): Promise<Told | Refused> {
  const { partner, messageId, decoding, visit } = input;
  const context = toldContext(asked, { partner, messageId, decoding, visit });
  return orRefusal(async () => {
    const stayId = await stayNow(deps, input);
    const withdraw = { type: 'WithdrawTellings', stayId, partner, messageId, decoding } as const;
    const step = stepOf(context, 'withdrawn', stayId, context.commandId);
    const { events, repeated } = settledOf(await deps.stays.handle(stayId, withdraw, step));
    const done = await reconcileStay(deps, stayId, [], context);
    if (done.outcome === 'refused') return done;
    const { state } = await deps.book.load();
    const stay = await foldNow(deps, state, stayId, step);
    const remarks = await settleRemarks(deps, { stayId, stay, before: undefined }, step);
    const changed = done.changed || (events.length > 0 && !repeated);
    return {
      outcome: 'told',
      stayId,
      version: versionOf(deps, done.position),
      changed,
      tasks: [...done.tasks, ...remarks],
    };
  });
}
