import type { CommandContext } from '@flow/platform/decider/handler';
import type { Acted, Refused, Told } from './answers';
import type {
  AdmitPatient,
  CloseBed,
  HoldBed,
  MovePatient,
  OfBed,
  OfStay,
  ReleaseHold,
  Reverting,
  RevertSwap,
  SwapPatients,
  TellBedStatus,
  TellPatientDetails,
  TellPatientsMerged,
  TellStay,
  TellSwap,
  TellWithdrawn,
} from './beds-inputs';

type Action<Input> = (input: Input, context: CommandContext) => Promise<Acted | Refused>;
type Telling<Input> = (input: Input, context: CommandContext) => Promise<Told | Refused>;

/** Everything that can be done with beds and told of them. Each may be sent again with the same context, for ever. */
export interface BedsActions {
  readonly admit: Action<AdmitPatient>;
  readonly cancelAdmission: Action<OfStay>;
  readonly move: Action<MovePatient>;
  readonly revertMove: Action<Reverting>;
  readonly swap: Action<SwapPatients>;
  readonly revertSwap: Action<RevertSwap>;
  readonly discharge: Action<OfStay>;
  /** Takes a discharge back: the patient is in again. */
  readonly reinstateStay: Action<MovePatient>;
  /** Somebody saw the patient where the board has them. */
  readonly confirmPlace: Action<OfStay>;
  readonly settleDispute: Action<OfStay>;
  readonly startLeave: Action<OfStay>;
  readonly cancelLeaveStart: Action<Reverting>;
  readonly endLeave: Action<OfStay>;
  readonly cancelLeaveEnd: Action<Reverting>;
  readonly holdBed: Action<HoldBed>;
  readonly releaseHold: Action<ReleaseHold>;
  readonly closeBed: Action<CloseBed>;
  readonly openBed: Action<OfBed>;
  readonly startCleaning: Action<OfBed>;
  readonly stopCleaning: Action<OfBed>;
  readonly markBedClean: Action<OfBed>;
  readonly markBedNotClean: Action<OfBed>;
  readonly tellStay: Telling<TellStay>;
  readonly tellSwap: Telling<TellSwap>;
  /** Takes back what earlier decodings of a message said of a stay. Of one that the later speaks of it changes nothing. */
  readonly tellWithdrawn: Telling<TellWithdrawn>;
  readonly tellPatientsMerged: Telling<TellPatientsMerged>;
  readonly tellPatientDetails: Telling<TellPatientDetails>;
  readonly tellBedStatus: Telling<TellBedStatus>;
}
