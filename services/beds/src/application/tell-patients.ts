import type { CommandContext } from '@flow/platform/decider/handler';
import type { BookState } from '../domain/book/state';
import type { PatientDetails } from '../domain/book/commands';
import { survivorOf } from '../domain/book/rows';
import type { PatientId, StayId } from '../domain/ids';
import type { Refused, Told } from './answers';
import type { TellBedStatus, TellPatientDetails, TellPatientsMerged } from './beds-inputs';
import { carryOut, reconcileStay, type CarriedOut } from './carry-out';
import { askedBy, versionOf, type BedsDeps } from './deps';
import { joinBareStays } from './join-bare-stays';
import { record } from './record-deeds';
import { orRefusal } from './settled-streams';
import { toldContext } from './steps';

function told(deps: BedsDeps, parts: readonly CarriedOut[]): Told {
  return {
    outcome: 'told',
    stayId: null,
    version: versionOf(deps, parts.at(-1)?.position),
    changed: parts.some(({ changed }) => changed),
    tasks: [...new Set(parts.flatMap(({ tasks }) => tasks))],
  };
}

const staysOf = (state: BookState, patientId: PatientId): readonly StayId[] =>
  state.staysOfPatient.get(survivorOf(state, patientId)) ?? [];

/** What is known of a patient may change what iPM's word weighs: each of their stays is looked at again. */
async function weighAgain(
  deps: BedsDeps,
  before: readonly CarriedOut[],
  patient: PatientDetails,
  context: CommandContext,
): Promise<Told | Refused> {
  const parts = [...before];
  for (const stayId of staysOf((await deps.book.load()).state, patient.patientId)) {
    const part = await reconcileStay(deps, stayId, [patient], context);
    if (part.outcome === 'refused') return part;
    parts.push(part);
  }
  return told(deps, parts);
}

/** Two people turned out to be one. Nobody leaves a bed for that. */
export const tellPatientsMerged = (
  deps: BedsDeps,
  { survivor, retiredId, order, occurredAt }: TellPatientsMerged,
  asked: CommandContext,
): Promise<Told | Refused> =>
  orRefusal(async () => {
    const context = toldContext(asked, { retiredId, order, occurredAt });
    const merge = { type: 'MergePatients', survivor, retiredId, order, occurredAt } as const;
    const done = await carryOut(deps, () => Promise.resolve({ ...merge, ...askedBy(deps, context) }), context);
    if (done.outcome === 'refused') return done;
    const joined = await joinBareStays(deps, { retiredId, survivor }, context);
    if (joined?.outcome === 'refused') return joined;
    const survivorId = survivor.patientId;
    for (const stayId of staysOf((await deps.book.load()).state, survivorId)) {
      await record(deps, { type: 'MergeStayPatient', stayId, survivorId, retiredId, order }, context);
    }
    return weighAgain(deps, joined === undefined ? [done] : [done, joined], survivor, context);
  });

/** A patient was restricted, died, or is newer than the book knew. */
export const tellPatientDetails = (
  deps: BedsDeps,
  { patient }: TellPatientDetails,
  asked: CommandContext,
): Promise<Told | Refused> =>
  orRefusal(async () => {
    const context = toldContext(asked, {});
    const note = { type: 'NotePatientDetails', patient } as const;
    const done = await carryOut(deps, () => Promise.resolve({ ...note, ...askedBy(deps, context) }), context);
    return done.outcome === 'refused' ? done : weighAgain(deps, [done], patient, context);
  });

/** What iPM says of a bed itself is advice, kept beside what we know. One that no map knows has nowhere to be kept. */
export const tellBedStatus = (
  deps: BedsDeps,
  { bedId, status, order }: TellBedStatus,
  context: CommandContext,
): Promise<Told | Refused> =>
  orRefusal(async () => {
    const done = await carryOut(
      deps,
      () =>
        Promise.resolve(
          bedId === null
            ? undefined
            : ({ type: 'NoteBedStatus', bedId, status, order, ...askedBy(deps, context) } as const),
        ),
      context,
    );
    return done.outcome === 'refused' ? done : told(deps, [done]);
  });
