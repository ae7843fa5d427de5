/** The collection of all leases. */
export const LEASES = 'leases';

/** Who does it now. */
export interface LeaseDocument {
  /** What is done by one instance at a time. */
  readonly _id: string;
  /** Null when it was released. */
  readonly owner: string | null;
  /** One more with every owner. */
  readonly term: number;
  /** Counts on while the owner lives. */
  readonly renewed: number;
}
