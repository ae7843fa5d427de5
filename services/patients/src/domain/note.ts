import { accept, reject, unreachable, type Decider, type Decision } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { NoteId, PatientId } from './ids';
import type { NoteText } from './note-text';

export const NOTE_KINDS = ['GENERAL', 'ALERT', 'BREAK_GLASS_REASON', 'RESOLUTION'] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

/** Why a note is not to be read any more. It stays: what was once written is never gone but by erasure. */
export const WITHDRAWAL_REASONS = ['WRONG_PATIENT', 'WRITTEN_TWICE', 'NOT_SO', 'NO_LONGER_SO'] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

/** Whose word it is, and when. `onBehalfOf` is the person for whom one of our services wrote. */
export interface Signed {
  readonly by: string;
  readonly onBehalfOf?: string;
  readonly at: Instant;
}

export interface Amending extends Signed {
  /** How many changes the note had when it was seen; not asked about if absent. */
  readonly seen?: number;
  /** They may amend what others wrote. */
  readonly mayAmendOthers: boolean;
}

export type NoteCommand =
  | ({
      readonly type: 'WriteNote';
      readonly noteId: NoteId;
      readonly patientId: PatientId;
      readonly kind: NoteKind;
      readonly text: NoteText;
    } & Signed)
  | ({ readonly type: 'CorrectNote'; readonly text: NoteText } & Amending)
  | ({ readonly type: 'WithdrawNote'; readonly reason: WithdrawalReason } & Amending);

type CommandOf<Type extends NoteCommand['type']> = Extract<NoteCommand, { readonly type: Type }>;

export type NoteEvent =
  | ({
      readonly type: 'NoteWritten';
      readonly noteId: NoteId;
      readonly patientId: PatientId;
      readonly kind: NoteKind;
      readonly text: NoteText;
    } & Signed)
  | ({ readonly type: 'NoteCorrected'; readonly text: NoteText } & Signed)
  | ({ readonly type: 'NoteWithdrawn'; readonly reason: WithdrawalReason } & Signed);

export interface Wording extends Signed {
  readonly text: NoteText;
}

export interface Note {
  readonly noteId: NoteId;
  /** Whose record it was written in. A merge shows it with the survivor, and an unmerge gives it back. */
  readonly patientId: PatientId;
  readonly kind: NoteKind;
  /** As it was first written, then each correction. Never empty. */
  readonly wordings: readonly [Wording, ...Wording[]];
  readonly withdrawn: ({ readonly reason: WithdrawalReason } & Signed) | null;
}

/** Null until it is written. */
export type NoteState = Note | null;

export type NoteRejection =
  | { readonly code: 'NOTE_UNKNOWN' | 'NOTE_WITHDRAWN' | 'NOT_YOUR_NOTE' | 'REASON_STANDS' }
  | { readonly code: 'CHANGED_SINCE_SEEN'; readonly by: string; readonly at: Instant };

export const currentWording = ({ wordings }: Pick<Note, 'wordings'>): Wording => wordings.at(-1) ?? wordings[0];

/** Grows by one with every change: what a reader has seen is known by it. */
export const changesOf = ({ wordings, withdrawn }: Pick<Note, 'wordings' | 'withdrawn'>): number =>
  wordings.length + (withdrawn === null ? 0 : 1);

function decide(command: NoteCommand, state: NoteState): Decision<NoteEvent, NoteRejection> {
  if (command.type === 'WriteNote') return state === null ? accept(written(command)) : accept();
  if (state === null) return reject({ code: 'NOTE_UNKNOWN' });
  // What somebody gave as the reason for opening a patient is what the review judges.
  if (state.kind === 'BREAK_GLASS_REASON') return reject({ code: 'REASON_STANDS' });
  if (!command.mayAmendOthers && !isAuthor(command, state)) return reject({ code: 'NOT_YOUR_NOTE' });
  return amended(command, state);
}

const written = ({ noteId, patientId, kind, text, ...by }: CommandOf<'WriteNote'>): NoteEvent => ({
  type: 'NoteWritten',
  noteId,
  patientId,
  kind,
  text,
  ...signed(by),
});

function amended(command: CommandOf<'CorrectNote' | 'WithdrawNote'>, note: Note): Decision<NoteEvent, NoteRejection> {
  switch (command.type) {
    case 'CorrectNote':
      if (note.withdrawn !== null) return reject({ code: 'NOTE_WITHDRAWN' });
      if (command.text === currentWording(note).text) return accept();
      return unlessChanged(command, note, { type: 'NoteCorrected', text: command.text, ...signed(command) });
    case 'WithdrawNote':
      if (note.withdrawn?.reason === command.reason) return accept();
      if (note.withdrawn !== null) return reject({ code: 'NOTE_WITHDRAWN' });
      return unlessChanged(command, note, { type: 'NoteWithdrawn', reason: command.reason, ...signed(command) });
    default:
      return unreachable(command);
  }
}

const isAuthor = ({ by }: Signed, { wordings: [first] }: Note): boolean => by === first.by || by === first.onBehalfOf;

function unlessChanged({ seen }: Amending, note: Note, event: NoteEvent): Decision<NoteEvent, NoteRejection> {
  if (seen === undefined || seen === changesOf(note)) return accept(event);
  const { by, at } = note.withdrawn ?? currentWording(note);
  return reject({ code: 'CHANGED_SINCE_SEEN', by, at });
}

const signed = ({ by, onBehalfOf, at }: Signed): Signed => ({
  by,
  at,
  ...(onBehalfOf !== undefined && { onBehalfOf }),
});

function evolve(state: NoteState, event: NoteEvent): NoteState {
  if (event.type === 'NoteWritten') {
    const { noteId, patientId, kind, text } = event;
    return { noteId, patientId, kind, wordings: [{ text, ...signed(event) }], withdrawn: null };
  }
  if (state === null) throw new Error(`${event.type} stands before its note was written.`);
  switch (event.type) {
    case 'NoteCorrected':
      return { ...state, wordings: [...state.wordings, { text: event.text, ...signed(event) }] };
    case 'NoteWithdrawn':
      return { ...state, withdrawn: { reason: event.reason, ...signed(event) } };
    default:
      return unreachable(event);
  }
}

export const noteDecider: Decider<NoteCommand, NoteEvent, NoteState, NoteRejection> = {
  initialState: null,
  decide,
  evolve,
};
