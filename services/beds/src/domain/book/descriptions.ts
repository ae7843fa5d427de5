import type { Bay, BayDescription, Bed, BedDescription, Ward, WardDescription } from './state';

/** The part of a row that describes it, to compare with what a command says. */
export const wardDescription = (ward: Ward | WardDescription): WardDescription => ({
  siteId: ward.siteId,
  code: ward.code,
  name: ward.name,
  kind: ward.kind,
  specialty: ward.specialty,
  sex: ward.sex,
  age: ward.age,
  intensity: ward.intensity,
});

export const bayDescription = (bay: Bay | BayDescription): BayDescription => ({
  wardId: bay.wardId,
  code: bay.code,
  name: bay.name,
  sex: bay.sex,
});

export const bedDescription = (bed: Bed | BedDescription): BedDescription => ({
  wardId: bed.wardId,
  bayId: bed.bayId,
  code: bed.code,
  name: bed.name,
  kind: bed.kind,
  funding: bed.funding,
  surge: bed.surge,
  oxygen: bed.oxygen,
  isolation: bed.isolation,
  bariatric: bed.bariatric,
  monitored: bed.monitored,
});
