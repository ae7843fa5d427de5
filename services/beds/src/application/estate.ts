import type { BedKind, WardDescription } from '../domain/book/state';

/**
 * A trust's sites, wards, bays and beds as they are to be. Codes are unique in their kind and are the ids; fields are those
 * of the set-up files (sites.csv, wards.csv, bays.csv, beds.csv), and an absent one is not known.
 */
export interface Estate {
  readonly sites: readonly EstateSite[];
  readonly wards: readonly EstateWard[];
  readonly bays: readonly EstateBay[];
  readonly beds: readonly EstateBed[];
}

export interface EstateSite {
  readonly code: string;
  readonly name: string;
  readonly odsCode?: string;
}

export interface EstateWard {
  readonly code: string;
  readonly site: string;
  readonly name: string;
  readonly kind: WardDescription['kind'];
  readonly specialty?: string;
  readonly sex?: string;
  readonly age?: string;
  readonly intensity?: string;
}

export interface EstateBay {
  readonly code: string;
  readonly ward: string;
  readonly name: string;
  readonly sex?: string;
}

export interface EstateBed {
  readonly code: string;
  readonly ward: string;
  /** Absent: in no bay. */
  readonly bay?: string;
  readonly name: string;
  readonly kind: BedKind;
  readonly funding: 'core' | 'escalation' | 'boarding';
  readonly surge?: boolean;
  readonly oxygen: boolean;
  readonly isolation: boolean;
  readonly bariatric: boolean;
  readonly monitored: boolean;
}
