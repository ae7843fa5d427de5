import { instant, type Instant } from '@flow/platform/time/instant';
import type { PatientDetails } from '../book/commands';
import type { BookEvent } from '../book/events';
import type { BedDescription } from '../book/state';
import { bayId, bedId, canonicalOrder, patientId, siteId, stayId, userId, wardId, type CanonicalOrder } from '../ids';
import { inBed, inWard, type Place } from '../place';
import type { Telling, Told } from '../stay/telling';

/** A small invented estate: two wards of two bays, with four beds in the first and three in the second. */
export const clerk = userId('wes');
export const manager = userId('bea');
export const ipm = userId('ipm');

/** A moment of one invented day. */
export const on = (time: string): Instant => instant(`2026-02-03T${time}:00.000Z`);

export const site = siteId('NGH');
export const wardA = wardId('A1');
export const wardB = wardId('B2');
export const bay1 = bayId('A1-1');
export const bay2 = bayId('A1-2');
export const bayB = bayId('B2-1');
export const [a1, a2, a3, a4] = [bedId('A1-01'), bedId('A1-02'), bedId('A1-03'), bedId('A1-04')] as const;
export const [b1, b2, b3] = [bedId('B2-01'), bedId('B2-02'), bedId('B2-03')] as const;

export const amal = patientId('amal');
export const bryn = patientId('bryn');
export const cora = patientId('cora');
export const amalStay = stayId('stay-amal');
export const brynStay = stayId('stay-bryn');
export const coraStay = stayId('stay-cora');

export const details = (patient: typeof amal, more: Partial<PatientDetails> = {}): PatientDetails => ({
  patientId: patient,
  revision: 1,
  restricted: false,
  deceased: false,
  ...more,
});

export const aBed = (more: Partial<BedDescription> & Pick<BedDescription, 'code'>): BedDescription => ({
  wardId: wardA,
  bayId: bay1,
  name: `Bed ${more.code}`,
  kind: 'bay',
  funding: 'core',
  surge: false,
  oxygen: true,
  isolation: false,
  bariatric: false,
  monitored: false,
  ...more,
});

const BEDS = [
  [a1, wardA, bay1],
  [a2, wardA, bay1],
  [a3, wardA, bay2],
  [a4, wardA, bay2],
  [b1, wardB, bayB],
  [b2, wardB, bayB],
  [b3, wardB, bayB],
] as const;

const set = { by: manager, at: on('00:00') };

const aWard = (code: string) => ({
  siteId: site,
  code,
  name: `Ward ${code}`,
  kind: 'ward' as const,
  specialty: '300',
  sex: '8',
  age: '8',
  intensity: '12',
});

/** The events that set the estate up. */
export const estate: readonly BookEvent[] = [
  { type: 'SiteRegistered', site: { siteId: site, code: 'NGH', name: 'Northgate General', odsCode: 'RXX01' }, ...set },
  { type: 'WardRegistered', wardId: wardA, ward: aWard('A1'), ...set },
  { type: 'WardRegistered', wardId: wardB, ward: aWard('B2'), ...set },
  { type: 'BayRegistered', bayId: bay1, bay: { wardId: wardA, code: 'A1-1', name: 'Bay 1', sex: '2' }, ...set },
  { type: 'BayRegistered', bayId: bay2, bay: { wardId: wardA, code: 'A1-2', name: 'Bay 2', sex: '1' }, ...set },
  { type: 'BayRegistered', bayId: bayB, bay: { wardId: wardB, code: 'B2-1', name: 'Bay 1', sex: null }, ...set },
  ...BEDS.map(([id, ward, bay]): BookEvent => ({
    type: 'BedRegistered',
    bedId: id,
    bed: aBed({ code: id, wardId: ward, bayId: bay }),
    ...set,
  })),
];

/** The place of one of these beds. */
export function at(bed: string): Place {
  const [id, ward, bay] = BEDS.find(([known]) => known === bed) ?? BEDS[0];
  return inBed(ward, bay, id);
}
export const inA = inWard(wardA);
export const inB = inWard(wardB);

/** As the interface builds it: when it occurred, when it was recorded, its sequence, its rank, its message. */
export const orderOf = (occurredAt: Instant, recordedAt: Instant, message: string): CanonicalOrder =>
  canonicalOrder(`${occurredAt}|${recordedAt}|000000|1|${message}`);

/** Something that iPM tells of a patient: what, where, when; recorded at once unless said otherwise. */
export function telling(
  told: Told,
  time: string,
  more: Partial<Omit<Telling, 'source'>> & { message?: string; decoding?: number; recorded?: string } = {},
): Telling {
  const { message = `${told}-${time}`, decoding = 1, recorded = time, ...rest } = more;
  const occurredAt = on(time);
  return {
    source: { partner: 'ipm', messageId: message, decoding, index: 0 },
    told,
    order: orderOf(occurredAt, on(recorded), message),
    occurredAt,
    patientId: amal,
    details: {},
    ...rest,
  };
}
