import type { TaskId } from '@flow/platform/tasks/task';
import type { BookRejection } from '../domain/book/rejections';
import type { BedId, DeedId, HoldId, StayId } from '../domain/ids';

/** Why nothing was done. `CONTENDED` and `EXPIRED` are worth sending again; the others are as they are. */
export type Refusal =
  | BookRejection
  | {
      readonly code: 'PATIENT_UNKNOWN' | 'HOLD_TOO_LONG' | 'IDEMPOTENCY_KEY_REUSED' | 'CONTENDED' | 'EXPIRED';
    }
  | {
      readonly code: 'INVALID_INPUT';
      /** Which value and what is wanted, in a sentence that repeats nothing of it. */
      readonly what?: string;
    };

export interface Refused {
  readonly outcome: 'refused';
  readonly refusal: Refusal;
}

export const refused = (refusal: Refusal): Refused => ({ outcome: 'refused', refusal });

export const isWorthRepeating = ({ refusal }: Refused): boolean =>
  refusal.code === 'CONTENDED' || refusal.code === 'EXPIRED';

interface Answered {
  /** `<store epoch>:<position>` of the book: a board at this version or later shows what was done. */
  readonly version: string;
  /** False: it was so already, or it was done by the same command before. */
  readonly changed: boolean;
  /** Raised by this, and open for people. */
  readonly tasks: readonly TaskId[];
}

/** What a ward command did. */
export interface Acted extends Answered {
  readonly outcome: 'done';
  readonly stayIds: readonly StayId[];
  readonly bedIds: readonly BedId[];
  /** Names what was done to the stays, for taking it back. */
  readonly deedId: DeedId | null;
  readonly holdId: HoldId | null;
}

/** What became of something that iPM told. `stayId` null: it was not about one stay. */
export interface Told extends Answered {
  readonly outcome: 'told';
  readonly stayId: StayId | null;
}
