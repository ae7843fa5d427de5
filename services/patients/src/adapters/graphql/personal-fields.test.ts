import { sdlOf } from '@flow/platform/graphql/subgraph';
import { Kind, parse, type FieldDefinitionNode } from 'graphql';
import { startForTest } from '../../testing/patients-in-test';

/** Looked at one by one: they say nothing of who somebody is. */
const NOT_PERSONAL: Readonly<Record<string, readonly string[]>> = {
  Patient: ['id', 'mergedInto', 'restricted', 'revision', 'history', 'notes'],
  Note: ['id', 'patientId', 'writtenAt', 'writtenBy', 'onBehalfOf', 'correctedAt', 'earlier', 'withdrawn', 'version'],
  NoteWithdrawal: ['reason', 'at', 'by'],
  NoteWording: ['at', 'by'],
  PersonDetails: ['patientId', 'restricted', 'revision'],
  PatientChange: ['patientId', 'recordedAt', 'recordedBy', 'onBehalfOf', 'role', 'origin'],
  PatientConsent: ['recordedAt', 'recordedBy'],
  PatientContactPoint: ['id', 'recordedAt', 'recordedBy'],
  PatientNeed: ['recordedAt', 'recordedBy'],
  PatientReach: ['consents', 'points', 'version'],
  PatientTask: [
    ...['id', 'kind', 'subjects', 'ownerRole', 'suggestedFix', 'closesWhen', 'settledByHand', 'raisedAt', 'ageMinutes'],
    ...['status', 'claimedBy', 'claimedAt', 'closedAt', 'settledAs', 'version', 'patients'],
  ],
};

const isPersonal = ({ directives = [] }: FieldDefinitionNode): boolean =>
  directives.some(({ name }) => name.value === 'personal');

it('every field of a patient is personal, or listed here as not', async () => {
  const patients = await startForTest();
  const { schema } = patients.services[0] ?? {};
  const types = parse(schema ? sdlOf(schema) : '').definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const { name, fields = [] } = definition;
    return /^(Patient|Person|Note)(?!.*(Edge|Connection|Told|Done|Recorded|Refusal|Written)$)/.test(name.value)
      ? [{ name: name.value, fields }]
      : [];
  });
  await patients.close();
  expect(types.map(({ name }) => name).sort()).toStrictEqual([
    'Note',
    'NoteWithdrawal',
    'NoteWording',
    'Patient',
    'PatientChange',
    'PatientConsent',
    'PatientContact',
    'PatientContactPoint',
    'PatientDeath',
    'PatientIdentifier',
    'PatientName',
    'PatientNeed',
    'PatientNhsNumber',
    'PatientReach',
    'PatientTask',
    'PersonDetails',
  ]);
  for (const { name, fields } of types) {
    const unmarked = fields.filter((field) => !isPersonal(field)).map((field) => field.name.value);
    expect(unmarked).toStrictEqual(NOT_PERSONAL[name] ?? []);
  }
});
