import type { CommandContext } from '@flow/platform/decider/handler';
import type { PatientDetails } from '../domain/book/commands';
import { survivorOf } from '../domain/book/rows';
import type { PatientId, StayId } from '../domain/ids';
import { toldStay } from '../domain/stay/fold-stay';
import type { StayCommand } from '../domain/stay/stay-events';
import type { Refused } from './answers';
import { carryOut, type CarriedOut } from './carry-out';
import { askedBy, type BedsDeps } from './deps';
import { foldNow } from './record-deeds';
import { settledOf } from './settled-streams';
import { stepOf } from './steps';
import { stayOfVisit } from './visit';

interface Joining {
  readonly from: StayId;
  readonly into: StayId;
  readonly survivorId: PatientId;
}

/**
 * A patient has one stay for everything told without a visit number. When two patients turn out to be one, so do these two
 * stays: what was told and done of the retired patient's is told and done of the survivor's, as if the merge had come first.
 */
export async function joinBareStays(
  deps: BedsDeps,
  { retiredId, survivor }: { readonly retiredId: PatientId; readonly survivor: PatientDetails },
  context: CommandContext,
): Promise<CarriedOut | Refused | undefined> {
  const from = stayOfVisit({ patient: { patientId: retiredId } });
  if ((await deps.stays.load(from)).state.patientId === null) return undefined;
  const step = stepOf(context, 'bare stays joined', from, context.commandId);
  return carryOut(
    deps,
    async (state) => {
      const survivorId = survivorOf(state, survivor.patientId);
      const into = stayOfVisit({ patient: { patientId: survivorId } });
      if (into === from) return undefined;
      await foldNow(deps, state, from, step);
      await moveAll(deps, { from, into, survivorId }, step);
      await foldNow(deps, state, into, step);
      const folds = [into, from].map(async (stayId) => toldStay(stayId, (await deps.stays.load(stayId)).state));
      const stays = (await Promise.all(folds)).filter((stay) => stay !== undefined);
      return { type: 'Reconcile', stays, patients: [survivor], ...askedBy(deps, step) };
    },
    step,
  );
}

/** First into the one, then out of the other: a crash between leaves it in both, and it is moved again. */
async function moveAll(deps: BedsDeps, { from, into, survivorId }: Joining, context: CommandContext): Promise<void> {
  const write = async (command: StayCommand, ...what: readonly string[]): Promise<void> =>
    void settledOf(
      await deps.stays.handle(command.stayId, command, stepOf(context, command.type, from, into, ...what)),
    );
  const { tellings, deeds, withdrawn } = (await deps.stays.load(from)).state;
  for (const telling of tellings) {
    const { partner, messageId, decoding, index } = telling.source;
    const moved = { ...telling, patientId: survivorId };
    await write({ type: 'Tell', stayId: into, telling: moved }, partner, messageId, `${decoding}:${index}`);
  }
  for (const deed of deeds.filter(({ deedId }) => !withdrawn.includes(deedId))) {
    await write({ type: 'RecordDeed', stayId: into, patientId: survivorId, deed }, deed.deedId);
  }
  await write({ type: 'JoinInto', stayId: from, into, at: deps.clock.now() }, context.commandId);
}
