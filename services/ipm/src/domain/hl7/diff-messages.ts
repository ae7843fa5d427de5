import type { Hl7Message } from './message';
import type { Segment } from './segment';

/** One field that differs. Absent on one side: the segment or the field is not there. */
export interface FieldDifference {
  /** `PID-5`, `PID[2]-5` in the second PID segment, `PID` where the whole segment is on one side only. */
  readonly place: string;
  readonly before?: string;
  readonly after?: string;
}

const placeOf = (name: string, occurrence: number, field?: number): string =>
  `${name}${occurrence > 1 ? `[${occurrence}]` : ''}${field === undefined ? '' : `-${field}`}`;

/** What differs between two messages, by segment and field, in the order of the first and then of what is only in the second. */
export function diffMessages(before: Hl7Message, after: Hl7Message): readonly FieldDifference[] {
  const [a, b] = [bySegment(before), bySegment(after)];
  const names = [...new Set([...a.keys(), ...b.keys()])];
  return names.flatMap((place) => diffSegments(place, a.get(place), b.get(place)));
}

function bySegment({ segments }: Hl7Message): ReadonlyMap<string, Segment> {
  const counts = new Map<string, number>();
  return new Map(
    segments.map((segment) => {
      const occurrence = (counts.get(segment.name) ?? 0) + 1;
      counts.set(segment.name, occurrence);
      return [placeOf(segment.name, occurrence), segment];
    }),
  );
}

function diffSegments(place: string, before?: Segment, after?: Segment): readonly FieldDifference[] {
  if (before === undefined || after === undefined) {
    return [{ place, ...(before && { before: before.raw }), ...(after && { after: after.raw }) }];
  }
  const count = Math.max(before.fieldCount, after.fieldCount);
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((field) => {
    const [was, is] = [before.rawField(field), after.rawField(field)];
    if (was === is) return [];
    return [{ place: `${place}-${field}`, ...(was !== '' && { before: was }), ...(is !== '' && { after: is }) }];
  });
}
