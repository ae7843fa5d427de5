import type { CanonicalOrder } from '../domain/ids';
import { holderOf, nhsNumberClaimDecider, type NhsNumberClaimEvent } from '../domain/nhs-number-claim';

/** Who has one NHS number, and who of them holds it. The number itself is not in it: its name is an HMAC. */
export interface NhsNumberDocument {
  readonly _id: string;
  readonly claimants: Readonly<Record<string, CanonicalOrder>>;
  readonly holder: string | null;
  readonly revision: number;
  readonly position: string;
}

export interface RecordedClaimEvent {
  readonly name: string;
  readonly revision: number;
  readonly position: string;
  readonly event: NhsNumberClaimEvent;
}

/**
 * The document after the event. An event that the document holds already leaves it as it is: by its position, since the stream of
 * a number that was erased begins anew when the number names somebody new.
 */
export function nhsNumberDocument(
  before: NhsNumberDocument | undefined,
  { name, revision, position, event }: RecordedClaimEvent,
): NhsNumberDocument {
  if (before !== undefined && position <= before.position) return before;
  const claims = nhsNumberClaimDecider.evolve(before ?? nhsNumberClaimDecider.initialState, event);
  return { _id: name, claimants: claims.claimants, holder: holderOf(claims) ?? null, revision, position };
}

/** A number that nobody has, as of an erasure: whatever was claimed before that position is over. */
export const unclaimed = (name: string, position: string): NhsNumberDocument => ({
  _id: name,
  ...nhsNumberClaimDecider.initialState,
  ...{ holder: null, revision: -1, position },
});
