import { unreachable } from '@flow/platform/decider/decider';
import type { CommandContext } from '@flow/platform/decider/handler';
import type { Instant } from '@flow/platform/time/instant';
import type { BookEvent, Leg } from '../domain/book/events';
import type { BookState } from '../domain/book/state';
import type { DeedId, PatientId, StayId } from '../domain/ids';
import type { Deed } from '../domain/stay/deed';
import { toldStay } from '../domain/stay/fold-stay';
import type { StayCommand } from '../domain/stay/stay-events';
import type { ToldStay } from '../domain/stay/told-stay';
import type { BedsDeps } from './deps';
import { settledOf } from './settled-streams';
import { stepOf } from './steps';

const recording = (stayId: StayId, patientId: PatientId, deed: Deed): FollowsFromBook => ({
  type: 'RecordDeed',
  stayId,
  patientId,
  deed,
});

const withdrawing =
  (stayId: StayId, at: Instant) =>
  (deedId: DeedId): FollowsFromBook => ({ type: 'WithdrawDeed', stayId, deedId, at });

const ofLeg = ({ stayId, patientId, deed, withdraws = [] }: Leg, at: Instant): FollowsFromBook[] => [
  ...(deed === undefined ? [] : [recording(stayId, patientId, deed)]),
  ...withdraws.map(withdrawing(stayId, at)),
];

/** A stay of ours turned out to be iPM's: what was done to the one was done to the other. */
function ofJoining({ stayId, patientId, joins, deeds, withdrawn, at }: Extract<BookEvent, { type: 'StayReconciled' }>) {
  if (joins === null) return [];
  const join: FollowsFromBook = { type: 'JoinProvisionalStay', stayId, provisionalId: joins, at };
  return [join, ...deeds.map((deed) => recording(stayId, patientId, deed)), ...withdrawn.map(withdrawing(stayId, at))];
}

const isLeave = (event: BookEvent): event is Extract<BookEvent, { type: 'LeaveStarted' | 'LeaveEnded' }> =>
  event.type === 'LeaveStarted' || event.type === 'LeaveEnded';

/** What an event of the book has the streams of the stays record: what our people did to them, and took back. */
function recordsOf(event: BookEvent, patientOf: (stayId: StayId) => PatientId): FollowsFromBook[] {
  if (event.type === 'PatientsMoved') return event.legs.flatMap((leg) => ofLeg(leg, event.at));
  if (isLeave(event)) return [recording(event.stayId, patientOf(event.stayId), event.deed)];
  if (event.type === 'LeaveReverted') return [withdrawing(event.stayId, event.at)(event.withdraws)];
  return event.type === 'StayReconciled' ? ofJoining(event) : [];
}

type FollowsFromBook = Exclude<StayCommand, { readonly type: 'Tell' | 'WithdrawTellings' | 'JoinInto' }>;

/** Named by what is recorded, whoever records it. */
function causeOf(command: FollowsFromBook): string[] {
  switch (command.type) {
    case 'RecordDeed':
      return ['deed', command.stayId, command.deed.deedId];
    case 'WithdrawDeed':
      return ['withdrawn', command.stayId, command.deedId];
    case 'JoinProvisionalStay':
      return ['joined', command.stayId, command.provisionalId];
    case 'MergeStayPatient':
      return ['merged', command.stayId, command.retiredId, command.survivorId, command.order];
    default:
      return unreachable(command);
  }
}

/** Writes to the stay's stream what it does not have yet. */
export async function record(deps: BedsDeps, command: FollowsFromBook, context: CommandContext): Promise<void> {
  settledOf(await deps.stays.handle(command.stayId, command, stepOf(context, ...causeOf(command))));
}

/** Records what an event of the book did to stays, unless it is there: the book first, then the stays it speaks of. */
export async function recordDeeds(deps: BedsDeps, event: BookEvent, context: CommandContext): Promise<void> {
  let known: PatientId | null = null;
  if (isLeave(event)) known = (await deps.stays.load(event.stayId)).state.patientId;
  const patientOf = (stayId: StayId): PatientId => {
    if (known === null) throw new Error(`The stay ${stayId} has no patient: its admission was not recorded.`);
    return known;
  };
  for (const command of recordsOf(event, patientOf)) await record(deps, command, context);
}

/** What of the book's row the stay's own stream does not say yet: somebody died between the two. */
async function missingOf(deps: BedsDeps, book: BookState, stayId: StayId): Promise<FollowsFromBook[]> {
  const row = book.stays.get(stayId);
  if (row === undefined) return [];
  const { state } = await deps.stays.load(stayId);
  const deeds = row.deeds.filter(({ deedId }) => !state.deeds.some((known) => known.deedId === deedId));
  const withdrawn = row.withdrawn.filter((deedId) => !state.withdrawn.includes(deedId));
  return [
    ...deeds.map((deed) => recording(stayId, row.patientId, deed)),
    ...withdrawn.map(withdrawing(stayId, deps.clock.now())),
  ];
}

/** The stay as told and done, after what the book knows of it and its stream does not was written. Load the book first. */
export async function foldNow(
  deps: BedsDeps,
  book: BookState,
  stayId: StayId,
  context: CommandContext,
): Promise<ToldStay | undefined> {
  for (const command of await missingOf(deps, book, stayId)) await record(deps, command, context);
  return toldStay(stayId, (await deps.stays.load(stayId)).state);
}
