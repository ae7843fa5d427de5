import type { Instant } from '@flow/platform/time/instant';
import type { BreakGlassReason, Opening, Review } from '../domain/break-glass';

/** One person's look at patients, or their asking for somebody in vain. */
export interface Look {
  readonly _id: string;
  readonly at: string;
  readonly user: string;
  readonly roles: readonly string[];
  readonly device: string | null;
  readonly operation: string;
  readonly class: 'query' | 'mutation' | 'subscription';
  readonly outcome: 'shown' | 'not-found' | 'refused';
  readonly patients: readonly string[];
  readonly breakGlass: readonly string[];
}

export interface LooksAsked {
  readonly of: { readonly patients: readonly string[] } | { readonly user: string };
  readonly from?: Instant | undefined;
  /** Exclusive. */
  readonly to?: Instant | undefined;
  readonly order: 'latest-first' | 'oldest-first';
  readonly limit: number;
  /** The last one seen. */
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** What was written down, a moment after it was. */
export interface Looks {
  find(asked: LooksAsked): Promise<readonly Look[]>;
}

/** An opening by break-glass, and what was said of it. */
export interface ListedOpening extends Opening {
  readonly _id: string;
  readonly status: 'open' | 'reviewed';
  readonly reviews: readonly Review[];
}

export interface OpeningList {
  /** The oldest first. */
  find(page: {
    readonly status: ListedOpening['status'];
    readonly limit: number;
    readonly after?: { readonly openedAt: string; readonly id: string };
  }): Promise<readonly ListedOpening[]>;
  byId(id: string): Promise<ListedOpening | undefined>;
  /** Why somebody had opened one of these patients at that moment. */
  reasonOf(look: {
    readonly user: string;
    readonly patients: readonly string[];
    readonly at: string;
  }): Promise<BreakGlassReason | null>;
}

/** Patients as the service that owns them knows them. */
export interface PatientRecords {
  /** Every id under which the person was ever known: of the record in use and those merged into it. None for nobody. */
  idsOf(patientId: string): Promise<readonly string[]>;
}
