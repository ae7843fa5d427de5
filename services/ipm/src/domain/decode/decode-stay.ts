import type { Decoding, Step } from './decoding';
import type { EventMeaning } from './events';
import { patientGroups, type PatientGroup } from './groups';
import { namedPerson, quarantined, tell, type NamedPerson, type Reading } from './reading';
import { stayOf, type DecodedStay } from './stay';
import type { StayTold } from './tellings';

type StayMeaning = EventMeaning & { readonly told: StayTold };

const isStay = (meaning: EventMeaning): meaning is StayMeaning => meaning.told !== undefined;

interface Half {
  readonly named: NamedPerson;
  readonly decoded: DecodedStay | undefined;
}

function halfOf(group: PatientGroup | undefined, reading: Reading): Half | undefined {
  const { partner, rule, when, meaning } = reading;
  const named = group && namedPerson(group, reading);
  if (named === undefined) return undefined;
  const pv1 = group?.beside.segment('PV1');
  const decoded =
    pv1 && group && isStay(meaning) ? stayOf(pv1, group.beside, { partner, rule, when, meaning }) : undefined;
  return { named, decoded };
}

/** An event about a visit: the person, then the stay. A correction without a visit corrects the person. */
export function decodeStay(reading: Reading): Decoding {
  const [group] = patientGroups(reading.message);
  const half = halfOf(group, reading);
  if (half === undefined) return quarantined('NO_PATIENT_IDENTIFIER');
  const { named, decoded } = half;
  if (decoded === undefined && reading.meaning.told !== 'CORRECTED') return quarantined('NO_VISIT', named.identity);
  const about: Step = decoded ? { step: 'stay', person: 0, stay: decoded.stay } : { step: 'details', person: 0 };
  return tell(reading, {
    steps: [{ step: 'person', person: named.person }, about],
    lanes: [named.identity],
    unmapped: decoded?.unmapped ?? [],
    warnings: [...named.warnings, ...(decoded?.warnings ?? [])],
  });
}

/** A17: two patients change places, both or neither. */
export function decodeSwap(reading: Reading): Decoding {
  const groups = patientGroups(reading.message);
  const [first, second] = groups.map((group) => halfOf(group, reading));
  if (first === undefined || (groups.length > 1 && second === undefined)) return quarantined('NO_PATIENT_IDENTIFIER');
  if (second === undefined) return quarantined('NO_SECOND_PATIENT', first.named.identity);
  const lanes = [first.named.identity, second.named.identity];
  if (first.decoded === undefined || second.decoded === undefined) return quarantined('NO_VISIT', ...lanes);
  return tell(reading, {
    steps: [
      { step: 'person', person: first.named.person },
      { step: 'person', person: second.named.person },
      { step: 'swap', first: first.decoded.stay, second: second.decoded.stay },
    ],
    lanes,
    unmapped: [...first.decoded.unmapped, ...second.decoded.unmapped],
    warnings: [first, second].flatMap(({ named, decoded }) => [...named.warnings, ...(decoded?.warnings ?? [])]),
  });
}
