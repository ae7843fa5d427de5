import type { Hl7Message } from '../hl7/message';
import type { PartnerConfig } from '../partner/partner-config';
import type { Decoding, LaneNumber, QuarantineReason, Step, UnmappedPlace, Warning } from './decoding';
import type { EventMeaning } from './events';
import type { PatientGroup } from './groups';
import { identifiersOf, type Identifiers } from './identifiers';
import { personOf } from './person';
import type { PersonTelling } from './tellings';
import type { TimeRule } from './told-time';
import type { When } from './when';

/** A message of which it is known what kind of event it is and when it was. */
export interface Reading {
  readonly event: string;
  readonly message: Hl7Message;
  readonly meaning: EventMeaning;
  readonly partner: PartnerConfig;
  readonly rule: TimeRule;
  readonly when: When;
  readonly order: string;
  readonly warnings: readonly Warning[];
}

interface Found {
  readonly steps: readonly Step[];
  readonly lanes: readonly LaneNumber[];
  readonly unmapped?: readonly UnmappedPlace[];
  readonly warnings?: readonly Warning[];
}

export function tell({ event, order, when, rule, warnings }: Reading, found: Found): Decoding {
  const places = new Map((found.unmapped ?? []).map((place) => [place.id, place]));
  return {
    outcome: 'tell',
    event,
    steps: found.steps,
    lanes: uniqueLanes(found.lanes),
    order,
    occurredAt: when.occurredAt,
    unmapped: [...places.values()],
    warnings: [...new Set([...warnings, ...(found.warnings ?? [])])],
    clockCorrectionMs: rule.correctionMs,
  };
}

const uniqueLanes = (lanes: readonly LaneNumber[]): readonly LaneNumber[] =>
  [...new Map(lanes.map((lane) => [`${lane.authority}|${lane.value}`, lane])).values()].map(({ authority, value }) => ({
    authority,
    value,
  }));

export const quarantined = (reason: QuarantineReason, ...lanes: readonly LaneNumber[]): Decoding => ({
  outcome: 'quarantined',
  reason,
  ...(lanes.length > 0 && { lanes: uniqueLanes(lanes) }),
});

/** A person whom a number names. */
export interface NamedPerson {
  readonly identity: LaneNumber;
  readonly identifiers: Identifiers;
  readonly person: PersonTelling;
  readonly warnings: readonly Warning[];
}

/** Undefined when nothing in the group says who it is about. */
export function namedPerson({ pid, beside }: PatientGroup, { partner, rule }: Reading): NamedPerson | undefined {
  const identifiers = identifiersOf(pid, beside, partner);
  if (identifiers.identity === undefined) return undefined;
  return { identity: identifiers.identity, identifiers, ...personOf(pid, beside, identifiers, rule) };
}
