import { adt } from './adt';
import type { Occupancy, TestHospital } from './hospital';

/** Nobody else's patient, bed and control id. */
const NEXT = { controlId: 'NEXT', patient: 199, at: ['W2', '10'], when: '20260102110000' } as const;

const controlIdOf = (message: string): string => message.split('|')[9] ?? '';

export interface Survived {
  /** Everything that was sent and has to be applied, once. */
  readonly told: readonly string[];
  /** Who has to be in which bed. */
  readonly occupancy: Occupancy;
}

/**
 * What has to be so after every fault: nothing is lost, nothing is done twice, the next message is served and on the board, the
 * board says how old it is, and the product stops in peace.
 */
export async function afterwards(hospital: TestHospital, { told, occupancy }: Survived): Promise<void> {
  await hospital.settled();
  await hospital.shows(occupancy);
  const before = await hospital.age();
  expect(await hospital.feed([adt('A01', NEXT)])).toBe(1);
  await hospital.settled();
  await hospital.shows({ ...occupancy, 'W2-10': 'Testperson199' });
  const applied = [...told.map(controlIdOf), NEXT.controlId].sort();
  expect(await hospital.applied(applied.length)).toStrictEqual(applied);
  await hospital.saysItsAge(before.at);
  const ready = await fetch(`${hospital.product().http}/readyz`);
  expect(ready.status).toBe(200);
  expect(await hospital.product().stop()).toBe(0);
}
