import type { Segment } from '../hl7/segment';
import type { PartnerConfig } from '../partner/partner-config';
import { priorNumber } from './decode-merge';
import type { Decoding, LaneNumber, Step, Warning } from './decoding';
import { patientGroups, type PatientGroup } from './groups';
import { namedPerson, quarantined, tell, type Reading } from './reading';
import { visitOf } from './stay';
import type { StayTelling } from './tellings';

type Visit = NonNullable<StayTelling['visit']>;

/**
 * A44 and A45: visits are this person's and no longer another's. Where the patient is, they do not say. An A45 repeats MRG
 * and PV1 for each visit, an A44 PID and MRG for each patient (HL7 v2.4 §3.3.44, §3.3.45): all of them move, or none.
 */
export function decodeVisitMoved(reading: Reading): Decoding {
  const groups = patientGroups(reading.message);
  if (groups.length === 0) return quarantined('NO_PATIENT_IDENTIFIER');
  const steps: Step[] = [];
  const lanes: LaneNumber[] = [];
  const warnings: Warning[] = [];
  for (const [person, group] of groups.entries()) {
    const named = namedPerson(group, reading);
    if (named === undefined) return quarantined('NO_PATIENT_IDENTIFIER');
    const visits = movedVisits(group, reading.partner);
    if (visits === undefined) return quarantined('NO_VISIT', named.identity);
    steps.push({ step: 'person', person: named.person }, ...visits.map((visit) => movedTo(person, visit)));
    lanes.push(named.identity, ...priorNumbers(group, reading.partner));
    warnings.push(...named.warnings);
  }
  return tell(reading, { steps: peopleFirst(steps), lanes, warnings });
}

const movedTo = (person: number, visit: Visit): Step => ({ step: 'stay', person, stay: { told: 'CORRECTED', visit } });

/** The number of a person counts the persons told, not the steps. */
const peopleFirst = (steps: readonly Step[]): readonly Step[] => [
  ...steps.filter(({ step }) => step === 'person'),
  ...steps.filter(({ step }) => step !== 'person'),
];

/** By each MRG the visit that it names (MRG-5), else the one of the PV1 beside it. Undefined when one names none. */
function movedVisits({ beside }: PatientGroup, partner: PartnerConfig): readonly Visit[] | undefined {
  const visits = beside.all('PV1');
  const moves: readonly (Segment | undefined)[] = beside.segment('MRG') ? beside.all('MRG') : [undefined];
  const named = moves.map(
    (mrg, nth) => visitOf(mrg?.repetitions(5)[0], partner) ?? visitOf(visits[nth]?.repetitions(19)[0], partner),
  );
  const known = named.filter((visit) => visit !== undefined);
  return known.length < named.length ? undefined : distinct(known);
}

const distinct = (visits: readonly Visit[]): readonly Visit[] => [
  ...new Map(visits.map((visit) => [`${visit.authority}|${visit.number}`, visit])).values(),
];

/** MRG-1: those whose visits they were. */
const priorNumbers = ({ beside }: PatientGroup, partner: PartnerConfig): readonly LaneNumber[] =>
  beside.all('MRG').flatMap((mrg) => priorNumber(mrg, partner) ?? []);
