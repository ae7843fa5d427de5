import { accept, unreachable, type Decider, type Decision } from '@flow/platform/decider/decider';
import type { CanonicalOrder, PatientId } from './ids';

/**
 * Who says that an NHS number is theirs. A number never joins two people: all of them keep it, the one that was told it
 * first holds it, and for the others it is claimed elsewhere until somebody has settled it.
 */
export type NhsNumberClaimCommand =
  | { readonly type: 'ClaimNhsNumber'; readonly patientId: PatientId; readonly firstTold: CanonicalOrder }
  | { readonly type: 'ReleaseNhsNumber'; readonly patientId: PatientId };

export type NhsNumberClaimEvent =
  | { readonly type: 'NhsNumberClaimed'; readonly patientId: PatientId; readonly firstTold: CanonicalOrder }
  | { readonly type: 'NhsNumberReleased'; readonly patientId: PatientId };

export interface NhsNumberClaims {
  /** When each patient who has the number now was first told to have it, by patient id. */
  readonly claimants: Readonly<Record<string, CanonicalOrder>>;
}

function decide(command: NhsNumberClaimCommand, { claimants }: NhsNumberClaims): Decision<NhsNumberClaimEvent, never> {
  const held = claimants[command.patientId];
  switch (command.type) {
    case 'ClaimNhsNumber':
      if (held === command.firstTold) return accept();
      return accept({ type: 'NhsNumberClaimed', patientId: command.patientId, firstTold: command.firstTold });
    case 'ReleaseNhsNumber':
      return held === undefined ? accept() : accept({ type: 'NhsNumberReleased', patientId: command.patientId });
    default:
      return unreachable(command);
  }
}

function evolve({ claimants }: NhsNumberClaims, event: NhsNumberClaimEvent): NhsNumberClaims {
  switch (event.type) {
    case 'NhsNumberClaimed':
      return { claimants: { ...claimants, [event.patientId]: event.firstTold } };
    case 'NhsNumberReleased':
      return { claimants: Object.fromEntries(Object.entries(claimants).filter(([id]) => id !== event.patientId)) };
    default:
      return unreachable(event);
  }
}

/** The patient who was told the number first. Two at once: the smaller id. Undefined when nobody has it. */
export function holderOf({ claimants }: NhsNumberClaims): string | undefined {
  const [first] = Object.entries(claimants).sort(([idA, a], [idB, b]) =>
    a === b ? (idA < idB ? -1 : 1) : a < b ? -1 : 1,
  );
  return first?.[0];
}

export const nhsNumberClaimDecider: Decider<NhsNumberClaimCommand, NhsNumberClaimEvent, NhsNumberClaims, never> = {
  initialState: { claimants: {} },
  decide,
  evolve,
};
