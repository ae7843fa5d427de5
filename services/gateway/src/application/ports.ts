import type { Instant } from '@flow/platform/time/instant';

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

/** Patients as the service that owns them knows them. */
export interface PatientRecords {
  /** Every id under which the person was ever known: of the record in use and those merged into it. None for nobody. */
  idsOf(patientId: string): Promise<readonly string[]>;
}
