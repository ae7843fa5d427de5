import type { WardPlan } from '@flow/demo/generator/simulated-pas';
import type { Hospital } from '../setup/read-hospital';

/** What the generator needs to know of each ward, from the hospital's files. Beds are told as iPM writes them in PV1-3.3. */
export function wardPlans({ sites, wards, bays, beds, locations }: Hospital): WardPlan[] {
  const odsOf = new Map(sites.map(({ code, odsCode }) => [code, odsCode]));
  const sexOf = new Map(bays.map(({ code, sex }) => [code, sex]));
  const toldAs = new Map(locations.flatMap(({ bed, bedCode }) => (bed === undefined ? [] : [[bed, bedCode] as const])));
  return wards.map((ward) => ({
    code: ward.code,
    siteOds: odsOf.get(ward.site) ?? '',
    name: ward.name,
    kind: ward.kind,
    specialty: ward.specialty,
    sex: ward.sex,
    child: ward.age === '1' || ward.age === '2',
    critical: ward.intensity === '11',
    capacity: beds.filter((bed) => bed.ward === ward.code).length,
    beds: beds
      .filter((bed) => bed.ward === ward.code && toldAs.has(bed.code))
      .map((bed) => ({
        code: bed.code,
        told: toldAs.get(bed.code) ?? '',
        bay: bed.bay,
        sex: sexOf.get(bed.bay) ?? '8',
      })),
  }));
}
