import type { Instant } from '@flow/platform/time/instant';
import type { CanonicalOrder, DeedId, PatientId, StayId } from '../ids';
import type { Deed } from './deed';
import type { Telling } from './telling';

/** What a `stay-<id>` stream holds: everything told or done about one stay, in the order in which we heard of it. */
export type StayEvent =
  | { readonly type: 'StayTold'; readonly stayId: StayId; readonly telling: Telling }
  /** A later decoding of the message no longer speaks of this stay. */
  | {
      readonly type: 'TellingsWithdrawn';
      readonly stayId: StayId;
      readonly partner: string;
      readonly messageId: string;
      readonly decoding: number;
    }
  | { readonly type: 'DeedRecorded'; readonly stayId: StayId; readonly patientId: PatientId; readonly deed: Deed }
  | { readonly type: 'DeedWithdrawn'; readonly stayId: StayId; readonly deedId: DeedId; readonly at: Instant }
  /** A stay that our people began before iPM told of it turned out to be this one; its deeds came over. */
  | {
      readonly type: 'ProvisionalStayJoined';
      readonly stayId: StayId;
      readonly provisionalId: StayId;
      readonly at: Instant;
    }
  /** Two patients turned out to be one: what was told and done of this stay is told and done of that one. */
  | { readonly type: 'StayJoinedInto'; readonly stayId: StayId; readonly into: StayId; readonly at: Instant }
  | {
      readonly type: 'StayPatientMerged';
      readonly stayId: StayId;
      readonly survivorId: PatientId;
      readonly retiredId: PatientId;
      readonly order: CanonicalOrder;
    };

export type StayCommand =
  /** What iPM says. Telling it again, or an earlier decoding, changes nothing. */
  | { readonly type: 'Tell'; readonly stayId: StayId; readonly telling: Telling }
  | {
      readonly type: 'WithdrawTellings';
      readonly stayId: StayId;
      readonly partner: string;
      readonly messageId: string;
      /** Tellings of this message from an earlier decoding than this one are no longer said. */
      readonly decoding: number;
    }
  | { readonly type: 'RecordDeed'; readonly stayId: StayId; readonly patientId: PatientId; readonly deed: Deed }
  | { readonly type: 'WithdrawDeed'; readonly stayId: StayId; readonly deedId: DeedId; readonly at: Instant }
  | {
      readonly type: 'JoinProvisionalStay';
      readonly stayId: StayId;
      readonly provisionalId: StayId;
      readonly at: Instant;
    }
  | { readonly type: 'JoinInto'; readonly stayId: StayId; readonly into: StayId; readonly at: Instant }
  | {
      readonly type: 'MergeStayPatient';
      readonly stayId: StayId;
      readonly survivorId: PatientId;
      readonly retiredId: PatientId;
      readonly order: CanonicalOrder;
    };
