import { admissions, adt, merge, swap, type Told } from './adt';

const when = (minute: number): string => `2026010210${String(minute).padStart(2, '0')}00`;
const told = (controlId: number, patient: number, rest: Partial<Told> = {}): Told => ({
  controlId: `U${controlId}`,
  patient,
  when: when(controlId),
  ...rest,
});

/** What a hospital of 20 beds has told when its data folder is kept for later versions: some of each kind. */
export const upgradeMessages: readonly string[] = [
  ...admissions(8),
  ...admissions(2, 'W2'),
  adt('A02', told(1, 1, { at: ['W2', '07'], before: ['W1', '01'] })),
  adt('A02', told(2, 2, { at: ['W1', '09'], before: ['W1', '02'] })),
  adt('A12', told(3, 2, { at: ['W1', '02'], before: ['W1', '09'] })),
  swap(told(4, 3, { at: ['W1', '04'], before: ['W1', '03'] }), told(4, 4, { at: ['W1', '03'], before: ['W1', '04'] })),
  adt('A03', told(5, 5, { at: ['W1', '05'], discharged: true })),
  adt('A03', told(6, 6, { at: ['W1', '06'], discharged: true })),
  adt('A13', told(7, 6, { at: ['W1', '06'] })),
  adt('A28', told(8, 20)),
  merge({ controlId: 'U9', when: when(9), survivor: 20, retired: 7 }),
  adt('A11', told(10, 8, { at: ['W1', '08'] })),
  adt('A21', told(11, 101, { at: ['W2', '01'] })),
  adt('A08', told(12, 102, { at: ['W2', '02'] })),
  adt('A01', told(13, 30, { at: ['W9', '01'] })),
  adt('A01', told(14, 31, { at: ['W1', ''] })),
];
