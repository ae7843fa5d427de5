import type { Decider } from '@flow/platform/decider/decider';
import { refuse, sawWhatNeverWas, type BookDecision } from './asking';
import type { BookCommand } from './commands';
import { admit, cancelAdmission, reinstateStay } from './decide-admit';
import {
  closeBed,
  holdBed,
  markBedClean,
  markBedNotClean,
  openBed,
  releaseHold,
  startCleaning,
  stopCleaning,
} from './decide-beds';
import { endLeave, revertLeave, settleDispute, startLeave } from './decide-leave';
import { changeEstate } from './decide-estate';
import { confirmPlace, discharge, move } from './decide-move';
import { revertMove, revertSwap } from './decide-revert';
import { SET_UP_DECISIONS } from './decide-set-up';
import { swap } from './decide-swap';
import { mergePatients, noteBedStatus, notePatientDetails, reconcile } from './decide-told';
import { evolve } from './evolve';
import type { BookEvent } from './events';
import type { BookRejection } from './rejections';
import { EMPTY_BOOK } from './rows';
import type { BookState } from './state';

type CommandOf = { [Command in BookCommand as Command['type']]: Command };
type Decisions = { readonly [Type in keyof CommandOf]: (command: CommandOf[Type], state: BookState) => BookDecision };

const DECISIONS: Decisions = {
  ...SET_UP_DECISIONS,
  HoldBed: holdBed,
  ReleaseHold: releaseHold,
  CloseBed: closeBed,
  OpenBed: openBed,
  StartCleaning: startCleaning,
  StopCleaning: stopCleaning,
  MarkBedClean: markBedClean,
  MarkBedNotClean: markBedNotClean,
  Admit: admit,
  CancelAdmission: cancelAdmission,
  Move: move,
  RevertMove: revertMove,
  Swap: swap,
  RevertSwap: revertSwap,
  Discharge: discharge,
  ReinstateStay: reinstateStay,
  ConfirmPlace: confirmPlace,
  StartLeave: startLeave,
  CancelLeaveStart: revertLeave,
  EndLeave: endLeave,
  CancelLeaveEnd: revertLeave,
  SettleDispute: settleDispute,
  Reconcile: reconcile,
  NotePatientDetails: notePatientDetails,
  MergePatients: mergePatients,
  NoteBedStatus: noteBedStatus,
  ChangeEstate: changeEstate,
};

function decided<Type extends keyof CommandOf>(
  command: CommandOf[Type] & { readonly type: Type },
  state: BookState,
): BookDecision {
  return DECISIONS[command.type](command, state);
}

/** One estate's beds and who is in them: all that a move, a swap or a closure must see at once. */
export const bookDecider: Decider<BookCommand, BookEvent, BookState, BookRejection> = {
  initialState: EMPTY_BOOK,
  decide: (command, state) =>
    sawWhatNeverWas(command, state) ? refuse('VERSION_NEVER_GIVEN') : decided(command, state),
  evolve,
};
