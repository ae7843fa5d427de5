import type { DryRun, ListedMessage, Refusal, ShownMessage } from './message-answers';

const because = (reason: string | null): string => (reason === null ? '' : ` ${reason}`);

export const listedLine = ({ id, receivedAt, partner, controlId, messageType, status, reason, edits }: ListedMessage) =>
  `${id}  ${receivedAt}  ${partner}  ${controlId ?? '-'}  ${messageType ?? '-'}  ${status}${because(reason)}${edits > 0 ? ` (edited)` : ''}`;

const compared = (place: string, before: string | null, after: string | null): string =>
  `  ${place}: ${before ?? '(nothing)'} -> ${after ?? '(nothing)'}`;

/** All that ASCII has of them but the end of a segment. */
const CONTROLS = /[\u0000-\u000c\u000e-\u001f\u007f]/g;

const escaped = (control: string): string =>
  `\\X${control.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}\\`;

/** Segments a line each: how people read and edit a message. A control character in data is written as HL7 escapes it. */
export const editableText = (text: string): readonly string[] =>
  text.replaceAll(CONTROLS, escaped).trimEnd().split('\r');

export function shownLines(message: ShownMessage): readonly string[] {
  const { id, version, decoding, warnings, unmappedPlaces, history, differences, contentWithheld, content } = message;
  return [
    listedLine(message),
    `Message ${id}, version ${version}, decoding ${decoding}.`,
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...unmappedPlaces.map(({ codes }) => `No map knows the place ${codes}`),
    'What became of it:',
    ...history.map(
      ({ at, what, outcome, reason, by }) =>
        `  ${at}  ${what}${because(outcome)}${because(reason)}${by === null ? '' : ` by ${by}`}`,
    ),
    ...(contentWithheld === true
      ? ['It is about a restricted patient: what it says is withheld.']
      : ['What came:', ...indented(content)]),
    ...(differences.length > 0 ? ['Edited since:'] : []),
    ...differences.map(({ place, before, after }) => compared(place, before, after)),
  ];
}

const indented = (content: string | null): readonly string[] =>
  editableText(content ?? '(nothing was kept)').map((line) => `  ${line}`);

const STATES: Readonly<Record<string, string>> = {
  SAME: 'as held',
  DIFFERENT: 'differs',
  NOT_HELD: 'new',
  DELETES: 'deletes what is held',
};

export function dryRunLines(run: DryRun): readonly string[] {
  const { outcome, reason, steps, warnings, unmappedPlaces, patientIds, newPatients, stayIds, withheld } = run;
  const differing = run.differences.filter(({ state }) => state !== 'SAME');
  return [
    `Dry run: ${outcome}${because(reason)}. Nothing was told.`,
    ...(steps.length > 0 ? [`Would tell: ${steps.join(', ')}`] : []),
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...unmappedPlaces.map(({ codes }) => `No map knows the place ${codes}`),
    ...(patientIds.length > 0 ? [`Patients: ${patientIds.join(', ')}`] : []),
    ...(newPatients > 0 ? [`Patients who would be new: ${newPatients}`] : []),
    ...(stayIds.length > 0 ? [`Stays: ${stayIds.join(', ')}`] : []),
    ...(withheld ? ['It is about a restricted patient: what it says is withheld.'] : []),
    ...(withheld ? [] : differing.map(differenceLine)),
  ];
}

function differenceLine({ of, field, state, told, held }: DryRun['differences'][number]): string {
  const before = held === null ? '' : ` ${held} ->`;
  return `  ${of} ${field}:${before} ${told ?? '(nothing)'} (${STATES[state ?? ''] ?? '?'})`;
}

export function refusalLines({ message, changedBy, faults }: Refusal): readonly string[] {
  return [`${message}${changedBy === null ? '' : ` By ${changedBy}.`}`, ...faults.map(faultLine)];
}

function faultLine({ message, segment, occurrence, field }: Refusal['faults'][number]): string {
  if (segment === null) return `  ${message}`;
  if (segment === 'line') return `  line ${occurrence}: ${message}`;
  const place = `${segment}${(occurrence ?? 1) > 1 ? `[${occurrence}]` : ''}${field === null ? '' : `-${field}`}`;
  return `  ${place}: ${message}`;
}
