import type { Metadata, StatusObject } from '@grpc/grpc-js';
import type { Book } from './book';
import type { FaultBox } from './faults';

/** One address of the stand-in. Several share one book, as if what one writes were at the others at once. */
export interface Node {
  readonly book: Book;
  readonly faults: FaultBox;
  /** Why this call is not served here: it wants the leader, or has not the right credentials. */
  refuses(call: { readonly metadata: Metadata }): Partial<StatusObject> | undefined;
  /** Resets every connection to this node. */
  cut(): void;
}
