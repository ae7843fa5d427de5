import type { Hl7Message } from '../hl7/message';
import type { Segment } from '../hl7/segment';

/** A PID segment and what follows it up to the next one, read as a message of its own. */
export interface PatientGroup {
  readonly pid: Segment;
  /** The group's segments, then those that belong to the whole message. */
  readonly beside: Hl7Message;
}

/** Most messages are about one patient; swaps and merges repeat PID with what belongs to it (HL7 v2.4 §3.3.17, §3.3.40). */
export function patientGroups(message: Hl7Message): readonly PatientGroup[] {
  const starts = message.segments.flatMap(({ name }, index) => (name === 'PID' ? [index] : []));
  return starts.flatMap((start, nth) => {
    const pid = message.segments[start];
    const next = starts[nth + 1];
    // Of a message about one patient every segment is beside it, wherever a sender put it.
    const segments = starts.length === 1 ? message.segments : message.segments.slice(start, next);
    return pid === undefined ? [] : [{ pid, beside: among(message, segments) }];
  });
}

function among(message: Hl7Message, segments: readonly Segment[]): Hl7Message {
  const segment = (name: string) => segments.find((each) => each.name === name);
  return {
    delimiters: message.delimiters,
    segments,
    all: (name) => segments.filter((each) => each.name === name),
    segment,
    get: (name, field, component, repetition) => segment(name)?.get(field, component, repetition),
  };
}
