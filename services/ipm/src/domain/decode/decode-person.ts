import type { Decoding } from './decoding';
import { patientGroups } from './groups';
import { namedPerson, quarantined, tell, type Reading } from './reading';

/** A28, A31, A35: who somebody is. An account number that moves names nobody here. */
export function decodePerson(reading: Reading): Decoding {
  const [group] = patientGroups(reading.message);
  const named = group && namedPerson(group, reading);
  if (named === undefined) return quarantined('NO_PATIENT_IDENTIFIER');
  return tell(reading, {
    steps: [
      { step: 'person', person: named.person },
      { step: 'details', person: 0 },
    ],
    lanes: [named.identity],
    warnings: named.warnings,
  });
}

/** A29: nothing is deleted here. People are asked to look. */
export function decodePersonDeleted(reading: Reading): Decoding {
  const [group] = patientGroups(reading.message);
  const named = group && namedPerson(group, reading);
  if (named === undefined) return quarantined('NO_PATIENT_IDENTIFIER');
  return tell(reading, { steps: [{ step: 'task', kind: 'person-delete-told' }], lanes: [named.identity] });
}
