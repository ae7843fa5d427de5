import type { Identity, Scope } from '@flow/platform/security/identity';
import { may } from '@flow/schema/rights';
import type { Ward } from '../domain/book/state';

type WardPlace = Pick<Ward, 'wardId' | 'code' | 'siteId'>;

const within = (allowed: 'all' | readonly string[], ...names: readonly string[]): boolean =>
  allowed === 'all' || names.some((name) => allowed.includes(name));

/** Whether somebody's scope has the ward: its site and itself, by id or by code. */
export const inScope = ({ sites, wards }: Scope, ward: WardPlace): boolean =>
  within(sites, ward.siteId) && within(wards, ward.wardId, ward.code);

/** What one person may see of one ward: the same for boards, lists, counts, history and subscriptions. */
export interface Sight {
  readonly board: boolean;
  readonly patients: boolean;
  readonly restricted: boolean;
  /** Patients whom they may know, restricted or not: opened by break-glass. */
  readonly opened: readonly string[];
}

const NOTHING: Sight = { board: false, patients: false, restricted: false, opened: [] };

function sightEverywhere({ roles, breakGlass = [] }: Identity): Sight {
  const patients = may(roles, 'beds.see-patients');
  return {
    board: may(roles, 'beds.view-board') || patients,
    patients,
    restricted: patients && may(roles, 'patients.see-restricted'),
    opened: patients ? breakGlass : [],
  };
}

/** A ward clerk sees who a shielded patient is in the wards of their scope, the bed manager in those of theirs. */
export function sightOf(identity: Identity, ward: WardPlace): Sight {
  if (!inScope(identity.scope, ward)) return NOTHING;
  return sightEverywhere(identity);
}

/** Whether somebody with that sight may know who a patient of the ward is. */
export const mayKnow = (
  { patients, restricted, opened }: Sight,
  patient: { readonly patientId: string; readonly restricted: boolean },
): boolean => patients && (!patient.restricted || restricted || opened.includes(patient.patientId));

/**
 * Whether they opened the patient by break-glass: then they are shown that patient's stays wherever they are. The board of a ward
 * that is not theirs stays shut, since others are on it.
 */
export const hasOpened = ({ roles, breakGlass = [] }: Identity, patientId: string): boolean =>
  may(roles, 'beds.see-patients') && breakGlass.includes(patientId);

/** Of a place that is no ward: only whoever may see every ward. */
export const sightOfNoWard = (identity: Identity): Sight =>
  identity.scope.sites === 'all' && identity.scope.wards === 'all' ? sightEverywhere(identity) : NOTHING;

/**
 * Whether somebody may name a patient in a command: one who is shielded, only those who may know them where they lie now. For all
 * others there is no such patient.
 */
export const mayName = (
  identity: Identity,
  patient: { readonly patientId: string; readonly restricted: boolean },
  liesIn: readonly WardPlace[],
): boolean =>
  !patient.restricted ||
  hasOpened(identity, patient.patientId) ||
  [sightOfNoWard(identity), ...liesIn.map((ward) => sightOf(identity, ward))].some(({ restricted }) => restricted);
