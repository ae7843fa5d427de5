import type { Instant } from '@flow/platform/time/instant';
import type { CanonicalOrder, DeedId, UserId } from '../ids';
import type { Place } from '../place';

interface Done {
  readonly deedId: DeedId;
  readonly order: CanonicalOrder;
  readonly occurredAt: Instant;
  readonly by: UserId;
}

/** What our own people did to a stay. `why` says which command it was, for the history. */
export type Deed =
  | (Done & {
      readonly kind: 'placed';
      readonly why: 'admitted' | 'moved' | 'swapped' | 'confirmed' | 'reinstated';
      readonly place: Place;
      /** The bed is shared on purpose, as a cot beside a mother. */
      readonly sharing: boolean;
    })
  | (Done & { readonly kind: 'left' })
  | (Done & { readonly kind: 'leave-started' })
  | (Done & { readonly kind: 'leave-ended' });
