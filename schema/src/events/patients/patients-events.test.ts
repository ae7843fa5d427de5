import { patientChangedV1, patientChangedV1Example } from './patient-changed.v1';
import { patientMergedV1, patientMergedV1Example } from './patient-merged.v1';
import { patientRegisteredV1, patientRegisteredV1Example } from './patient-registered.v1';
import { patientUnmergedV1, patientUnmergedV1Example } from './patient-unmerged.v1';

const contracts = [
  { schema: patientRegisteredV1, example: patientRegisteredV1Example },
  { schema: patientChangedV1, example: patientChangedV1Example },
  { schema: patientMergedV1, example: patientMergedV1Example },
  { schema: patientUnmergedV1, example: patientUnmergedV1Example },
];

describe.each(contracts.map((contract) => [contract.example.type, contract] as const))('%s', (_type, contract) => {
  const { schema, example } = contract;

  it('accepts its own example', () => expect(schema.parse(JSON.parse(JSON.stringify(example)))).toStrictEqual(example));

  it.each<[fault: string, broken: object]>([
    ['another major version', { type: example.type.replace('.v1', '.v2') }],
    ['a local time', { time: '2026-01-14T08:00:00.000+01:00' }],
    ['a patient name', { data: { ...example.data, family: 'Khan' } }],
    ['a source that names no trust', { source: '/services/patients' }],
  ])('refuses %s', (_fault, broken) => expect(schema.safeParse({ ...example, ...broken }).success).toBe(false));
});
