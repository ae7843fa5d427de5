import { accept, unreachable, type Decider, type Decision } from '@flow/platform/decider/decider';
import type { CanonicalOrder, DeedId, PatientId } from '../ids';
import type { Deed } from './deed';
import type { StayCommand, StayEvent } from './stay-events';
import type { Telling, TellingSource } from './telling';

/** The set of what was told and done about one stay; what it means is `toldStay`. */
export interface StayState {
  readonly tellings: readonly Telling[];
  /** The latest decoding of each message, by partner and message id. */
  readonly decodings: ReadonlyMap<string, number>;
  readonly deeds: readonly Deed[];
  readonly withdrawn: readonly DeedId[];
  readonly merges: ReadonlyMap<PatientId, { readonly survivorId: PatientId; readonly order: CanonicalOrder }>;
  /** Who we last heard that the stay is about: the patients service follows merges before it tells. */
  readonly patientId: PatientId | null;
  readonly joined: readonly string[];
  readonly folded: number;
}

const messageKey = (source: Pick<TellingSource, 'partner' | 'messageId'>): string =>
  `${source.partner}|${source.messageId}`;

const sameTelling = (a: TellingSource, b: TellingSource): boolean =>
  messageKey(a) === messageKey(b) && a.decoding === b.decoding && a.index === b.index;

/** Told before, or from a decoding that a later one has replaced. */
const alreadyTold = ({ source }: Telling, state: StayState): boolean =>
  (state.decodings.get(messageKey(source)) ?? 0) > source.decoding ||
  state.tellings.some((known) => sameTelling(known.source, source));

const knowsDeed = (state: StayState, deedId: DeedId): boolean => state.deeds.some((deed) => deed.deedId === deedId);

const knowsMerge = (state: StayState, retiredId: PatientId, survivorId: PatientId): boolean =>
  state.merges.get(retiredId)?.survivorId === survivorId;

/** Is it so already? Then the command changes nothing. */
function isAlreadySo(command: StayCommand, state: StayState): boolean {
  switch (command.type) {
    case 'Tell':
      return alreadyTold(command.telling, state);
    case 'WithdrawTellings':
      return (state.decodings.get(messageKey(command)) ?? 0) >= command.decoding;
    case 'RecordDeed':
      return knowsDeed(state, command.deed.deedId);
    case 'WithdrawDeed':
      return state.withdrawn.includes(command.deedId);
    case 'JoinProvisionalStay':
      return state.joined.includes(command.provisionalId);
    case 'JoinInto':
      return state.tellings.length === 0 && state.deeds.every(({ deedId }) => state.withdrawn.includes(deedId));
    case 'MergeStayPatient':
      return knowsMerge(state, command.retiredId, command.survivorId);
    default:
      return unreachable(command);
  }
}

function eventOf(command: StayCommand): StayEvent {
  const { stayId } = command;
  switch (command.type) {
    case 'Tell':
      return { type: 'StayTold', stayId, telling: command.telling };
    case 'WithdrawTellings': {
      const { partner, messageId, decoding } = command;
      return { type: 'TellingsWithdrawn', stayId, partner, messageId, decoding };
    }
    case 'RecordDeed':
      return { type: 'DeedRecorded', stayId, patientId: command.patientId, deed: command.deed };
    case 'WithdrawDeed':
      return { type: 'DeedWithdrawn', stayId, deedId: command.deedId, at: command.at };
    case 'JoinProvisionalStay':
      return { type: 'ProvisionalStayJoined', stayId, provisionalId: command.provisionalId, at: command.at };
    case 'JoinInto':
      return { type: 'StayJoinedInto', stayId, into: command.into, at: command.at };
    case 'MergeStayPatient': {
      const { survivorId, retiredId, order } = command;
      return { type: 'StayPatientMerged', stayId, survivorId, retiredId, order };
    }
    default:
      return unreachable(command);
  }
}

/** What is told of a stay is accepted as told, so nothing is ever refused here. */
const decide = (command: StayCommand, state: StayState): Decision<StayEvent, never> =>
  isAlreadySo(command, state) ? accept() : accept(eventOf(command));

function evolved(state: StayState, event: StayEvent): StayState {
  switch (event.type) {
    case 'StayTold': {
      const { telling } = event;
      const kept = withoutOlder(state, telling.source);
      return { ...kept, tellings: [...kept.tellings, telling], patientId: telling.patientId };
    }
    case 'TellingsWithdrawn':
      return withoutOlder(state, event);
    case 'DeedRecorded':
      return { ...state, deeds: [...state.deeds, event.deed], patientId: state.patientId ?? event.patientId };
    case 'DeedWithdrawn':
      return { ...state, withdrawn: [...state.withdrawn, event.deedId] };
    case 'ProvisionalStayJoined':
      return { ...state, joined: [...state.joined, event.provisionalId] };
    case 'StayJoinedInto':
      return { ...state, tellings: [], withdrawn: [...new Set([...state.withdrawn, ...deedIds(state)])] };
    case 'StayPatientMerged': {
      const { survivorId, retiredId, order } = event;
      return { ...state, merges: new Map(state.merges).set(retiredId, { survivorId, order }) };
    }
    default:
      return unreachable(event);
  }
}

const deedIds = ({ deeds }: StayState): DeedId[] => deeds.map(({ deedId }) => deedId);

/** Without what earlier decodings of this message said. */
function withoutOlder(state: StayState, source: Pick<TellingSource, 'partner' | 'messageId' | 'decoding'>): StayState {
  const key = messageKey(source);
  return {
    ...state,
    tellings: state.tellings.filter(
      (known) => messageKey(known.source) !== key || known.source.decoding >= source.decoding,
    ),
    decodings: new Map(state.decodings).set(key, Math.max(source.decoding, state.decodings.get(key) ?? 0)),
  };
}

export const stayDecider: Decider<StayCommand, StayEvent, StayState, never> = {
  initialState: {
    tellings: [],
    decodings: new Map(),
    deeds: [],
    withdrawn: [],
    merges: new Map(),
    patientId: null,
    joined: [],
    folded: 0,
  },
  decide,
  evolve: (state, event) => ({ ...evolved(state, event), folded: state.folded + 1 }),
};
