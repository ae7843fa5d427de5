import { day } from '../testing/day';
import { a1, amal, at, bryn, details, ipm, on, orderOf } from '../testing/estate';
import type { PatientDetails } from './commands';

/** Amal is in, known by many events of her record; then her record is merged into Bryn's, of whom the book knows nothing. */
function merged(survivor: Partial<PatientDetails>) {
  const d = day();
  d.amal('ADMITTED', '09:00', { place: at(a1) });
  d.does({ type: 'NotePatientDetails', patient: details(amal, { revision: 57 }), by: ipm, at: on('09:30') });
  d.does({
    ...{ type: 'MergePatients', survivor: details(bryn, survivor), retiredId: amal },
    ...{ order: orderOf(on('10:00'), on('10:00'), 'merge'), occurredAt: on('10:00'), by: ipm, at: on('10:00') },
  });
  return d;
}

describe('the survivor of a merge', () => {
  it('is as is told with it, however few events their own record has', () =>
    expect(merged({ revision: 3, restricted: true, deceased: true }).world.book.patients.get(bryn)).toMatchObject({
      ...{ revision: 3, restricted: true, deceased: true },
    }));

  it('is as is told later', () => {
    const d = merged({ revision: 3 });
    const patient = details(bryn, { revision: 4, restricted: true, deceased: true });
    d.does({ type: 'NotePatientDetails', patient, by: ipm, at: on('11:00') });
    expect(d.world.book.patients.get(bryn)).toMatchObject({ restricted: true, deceased: true });
  });
});
