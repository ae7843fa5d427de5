import type { Segment } from '../hl7/segment';
import type { PartnerConfig } from '../partner/partner-config';
import type { Decoding, LaneNumber, QuarantineReason, Step, Warning } from './decoding';
import { patientGroups, type PatientGroup } from './groups';
import { hospitalNumberIn } from './identifiers';
import { namedPerson, quarantined, tell, type Reading } from './reading';
import type { ToldIdentifier } from './tellings';

/** A40 and A34: each PID names a survivor, the MRG after it the number that it replaces (HL7 v2.4 §3.3.40). */
export function decodeMerge(reading: Reading): Decoding {
  const groups = patientGroups(reading.message);
  if (groups.length === 0) return quarantined('NO_PATIENT_IDENTIFIER');
  const steps: Step[] = [];
  const lanes: LaneNumber[] = [];
  const warnings: Warning[] = [];
  for (const group of groups) {
    const merge = mergeOf(group, reading);
    if (merge.refused !== undefined) return quarantined(merge.refused, ...merge.lanes);
    steps.push(merge.step);
    lanes.push(...merge.lanes);
    warnings.push(...merge.warnings);
  }
  return tell(reading, { steps, lanes, warnings });
}

interface Merge {
  readonly refused?: never;
  readonly step: Step;
  readonly lanes: readonly LaneNumber[];
  readonly warnings: readonly Warning[];
}

interface NoMerge {
  readonly refused: QuarantineReason;
  readonly lanes: readonly LaneNumber[];
}

function mergeOf(group: PatientGroup, reading: Reading): Merge | NoMerge {
  const named = namedPerson(group, reading);
  if (named?.identifiers.hospitalNumber === undefined) return { refused: 'NO_PATIENT_IDENTIFIER', lanes: [] };
  const { hospitalNumber } = named.identifiers;
  const lanes = [hospitalNumber];
  const retired = priorNumber(group.beside.segment('MRG'), reading.partner);
  if (retired === undefined) return { refused: 'NO_RETIRED_IDENTIFIER', lanes };
  if (sameNumber(retired, hospitalNumber)) return { refused: 'MERGED_INTO_ITSELF', lanes };
  return {
    step: { step: 'merge', survivor: named.person, retired },
    lanes: [hospitalNumber, retired],
    warnings: named.warnings,
  };
}

const sameNumber = (a: ToldIdentifier, b: ToldIdentifier): boolean =>
  a.authority === b.authority && a.value === b.value;

/** MRG-1. A bare number is one of the partner's own; a type is wanted only where several numbers could be meant. */
export function priorNumber(
  mrg: Segment | undefined,
  { hospitalNumber: rule, nhsNumber }: PartnerConfig,
): ToldIdentifier | undefined {
  const told = mrg?.repetitions(1) ?? [];
  const local = told.filter(
    (one) => !nhsNumber.authorities.includes(one.get(4) ?? '') && !nhsNumber.types.includes(one.get(5) ?? ''),
  );
  const found =
    hospitalNumberIn(local, rule) ?? (local.length === 1 ? hospitalNumberIn(local, { ...rule, types: [] }) : undefined);
  return found?.identifier;
}
