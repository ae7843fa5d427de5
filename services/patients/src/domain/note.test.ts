import { specify } from '@flow/platform/decider/testing';
import { instant } from '@flow/platform/time/instant';
import { noteId } from './ids';
import { noteDecider, type NoteCommand, type NoteEvent } from './note';
import { readNoteText, type NoteText } from './note-text';
import { amal } from './testing';

const given = specify(noteDecider);

function words(typed: string): NoteText {
  const reading = readNoteText(typed);
  if (!reading.valid) throw new RangeError(reading.fault);
  return reading.text;
}
const minute = (of: number) => instant(`2026-01-14T08:0${of}:00.000Z`);
const id = noteId('00000000-0000-4000-8000-00000000000a');
const note = { noteId: id, patientId: amal, kind: 'GENERAL', text: words('Rang her son.'), by: 'wes' } as const;

const write: NoteCommand = { type: 'WriteNote', ...note, at: minute(1) };
const correct = (how: object = {}): NoteCommand => ({
  ...{ type: 'CorrectNote', text: words('Rang her daughter.'), by: 'wes', at: minute(5), mayAmendOthers: false },
  ...how,
});
const withdraw = (how: object = {}): NoteCommand => ({
  ...{ type: 'WithdrawNote', reason: 'WRONG_PATIENT', by: 'wes', at: minute(6), mayAmendOthers: false },
  ...how,
});
const written: NoteEvent = { type: 'NoteWritten', ...note, at: minute(1) };
const corrected: NoteEvent = { type: 'NoteCorrected', text: words('Rang her daughter.'), by: 'wes', at: minute(5) };
const withdrawn: NoteEvent = { type: 'NoteWithdrawn', reason: 'WRONG_PATIENT', by: 'wes', at: minute(6) };
const reason: NoteEvent = { ...written, kind: 'BREAK_GLASS_REASON', by: 'service:gateway', onBehalfOf: 'wes' };

describe('a note', () => {
  it('is written', () => given().when(write).then(written));
  it('is corrected by who wrote it', () => given(written).when(correct()).then(corrected));
  it('is corrected by who one of our services wrote it for', () =>
    given({ ...written, by: 'service:console', onBehalfOf: 'wes' })
      .when(correct())
      .then(corrected));
  it('is not corrected by another', () =>
    given(written)
      .when(correct({ by: 'ned' }))
      .thenRejected({ code: 'NOT_YOUR_NOTE' }));
  it('is corrected by another who may', () =>
    given(written)
      .when(correct({ by: 'sue', mayAmendOthers: true }))
      .then({ ...corrected, by: 'sue' }));
  it('is not corrected over words that were not seen', () =>
    given(written, corrected)
      .when(correct({ text: words('Rang nobody.'), seen: 1 }))
      .thenRejected({ code: 'CHANGED_SINCE_SEEN', by: 'wes', at: minute(5) }));
  it('is withdrawn, with a reason', () =>
    given(written, corrected)
      .when(withdraw({ seen: 2 }))
      .then(withdrawn));
  it('keeps every wording', () =>
    expect([written, corrected, withdrawn].reduce(noteDecider.evolve, null)).toMatchObject({
      wordings: [
        { text: 'Rang her son.', at: minute(1) },
        { text: 'Rang her daughter.', at: minute(5) },
      ],
      withdrawn: { reason: 'WRONG_PATIENT' },
    }));
});

const histories = {
  unknown: [],
  written: [written],
  corrected: [written, corrected],
  withdrawn: [written, withdrawn],
  reason: [reason],
};
it.each([
  // write, correct, correct as another, withdraw, withdraw for another reason
  ['unknown', 'yes', 'NOTE_UNKNOWN', 'NOTE_UNKNOWN', 'NOTE_UNKNOWN', 'NOTE_UNKNOWN'],
  ['written', 'same', 'yes', 'NOT_YOUR_NOTE', 'yes', 'yes'],
  ['corrected', 'same', 'same', 'NOT_YOUR_NOTE', 'yes', 'yes'],
  ['withdrawn', 'same', 'NOTE_WITHDRAWN', 'NOT_YOUR_NOTE', 'same', 'NOTE_WITHDRAWN'],
  ['reason', 'same', 'REASON_STANDS', 'REASON_STANDS', 'REASON_STANDS', 'REASON_STANDS'],
] as const)('a note that is %s answers so', (name, ...expected) => {
  const history: readonly NoteEvent[] = histories[name];
  const state = history.reduce(noteDecider.evolve, noteDecider.initialState);
  const commands = [write, correct(), correct({ by: 'ned' }), withdraw(), withdraw({ reason: 'NOT_SO' })];
  const answers = commands.map((command) => {
    const decision = noteDecider.decide(command, state);
    if (!decision.accepted) return decision.rejection.code;
    return decision.events.length > 0 ? 'yes' : 'same';
  });
  expect(answers).toStrictEqual(expected);
});
