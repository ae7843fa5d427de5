import { commandContextOf } from '@flow/platform/graphql/command-context';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { CommandContext } from '@flow/platform/decider/handler';
import type { Identity } from '@flow/platform/security/identity';
import type { Clock } from '@flow/platform/time/clock';
import { instantOfEpochMs, type Instant } from '@flow/platform/time/instant';
import { may, type Right } from '@flow/schema/rights';
import { refused, type Acted, type Refused } from '../../application/answers';
import type { BedsActions } from '../../application/beds-actions';
import type { Acting, SeenRow } from '../../application/beds-inputs';
import type { Patients } from '../../application/ports';
import { seenRow } from '../../application/row-version';
import { inScope, mayName } from '../../application/who-sees';
import type { Arrival } from '../../domain/book/commands';
import { spotOf } from '../../domain/book/settle';
import type { BookState } from '../../domain/book/state';
import { bedId, holdId, patientId, wardId, type BedId, type StayId } from '../../domain/ids';
import { BedsActionDone, type ActionInput, type ArrivalInput } from './action-types';
import { bedsRefusal, type BedsRefusal } from './refusals';

export interface ActingDeps {
  readonly actions: BedsActions;
  readonly clock: Clock;
  /** The book as it is now, not as a board shows it. */
  readonly bookNow: () => Promise<BookState>;
  readonly patients: Patients;
}

export interface Doing<Input extends ActionInput> {
  readonly context: GraphContext;
  readonly mutation: string;
  readonly right: Right;
  readonly input: Input;
  /** Whose wards must be in the asker's scope. */
  readonly about: {
    readonly stays?: readonly string[];
    readonly beds?: readonly string[];
    readonly to?: ArrivalInput;
    /** Somebody named who has no stay yet, or may have none. */
    readonly patientId?: string | null | undefined;
  };
  readonly act: (acting: Acting, context: CommandContext) => Promise<Acted | Refused>;
  /** The rows as they were seen. Throws RangeError for a version that is none. */
  readonly seen?: () => readonly SeenRow[];
}

/** A person's command that has not been decided by then is dropped: they have looked again meanwhile. */
const VALID_MS = 60_000;

/** The moment in UTC of a DateTime as it was sent. */
export const momentOf = (text: string): Instant => instantOfEpochMs(Date.parse(text));

export const seenAs = (id: BedId | StayId, version: string | null | undefined): readonly SeenRow[] =>
  version == null ? [] : [seenRow(id, version)];

export const seenOnArrival = ({ bedId: bed, expectedBedVersion }: ArrivalInput): readonly SeenRow[] =>
  bed == null ? [] : seenAs(bedId(bed), expectedBedVersion);

/** Throws RangeError unless exactly one place is told. */
export function arrivalOf({ bedId: bed, wardId: ward, holdId: hold, sharing, despite }: ArrivalInput): Arrival {
  if ((bed == null) === (ward == null)) throw new RangeError('Exactly one of bedId and wardId is wanted in “to”.');
  return {
    to: bed != null ? { kind: 'bed', bedId: bedId(bed) } : { kind: 'ward', wardId: wardId(ward ?? '') },
    ...(hold != null && { holdId: holdId(hold) }),
    ...(sharing != null && { sharing }),
    ...(despite != null && { despite }),
  };
}

const theirs =
  (state: BookState, { scope }: Identity) =>
  (id: string | null | undefined): boolean => {
    const ward = id == null ? undefined : state.wards.get(id);
    return ward === undefined || inScope(scope, ward);
  };

/** A bed or ward of others is none, and refused before all else as one that is not there is: nobody tells them apart. */
function placeUnknown(
  state: BookState,
  { context, about: { beds = [], to } }: Doing<ActionInput>,
): Refused | undefined {
  const { scope } = context.identity;
  const isThere = (wardId: string | undefined): boolean => {
    const ward = wardId === undefined ? undefined : state.wards.get(wardId);
    return ward !== undefined && inScope(scope, ward);
  };
  const areBedsThere = [...beds, to?.bedId].every((id) => id == null || isThere(state.beds.get(id)?.wardId));
  if (!areBedsThere) return refused({ code: 'BED_UNKNOWN' });
  return to?.wardId == null || isThere(to.wardId) ? undefined : refused({ code: 'WARD_UNKNOWN' });
}

/** The ward in which somebody lies; a stay elsewhere is none for those whose ward it is not. */
const hasTheirStays = (state: BookState, { context, about: { stays = [] } }: Doing<ActionInput>): boolean =>
  stays.every((id) => theirs(state, context.identity)(spotOf(state, state.stays.get(id))?.wardId));

async function mayNameThem(
  { patients }: ActingDeps,
  state: BookState,
  { context: { identity }, about }: Doing<ActionInput>,
): Promise<boolean> {
  if (about.patientId == null) return true;
  const patient = await patients.detailsOf(patientId(about.patientId));
  if (patient === undefined) return false;
  const liesIn = state.stays
    .entries()
    .filter(([, stay]) => stay.patientId === patient.patientId)
    .flatMap(([, stay]) => state.wards.get(spotOf(state, stay)?.wardId ?? '') ?? []);
  return mayName(identity, patient, liesIn);
}

/** What this person may not know of is not there: refused as that would be. */
async function hidden(deps: ActingDeps, request: Doing<ActionInput>): Promise<Refused | undefined> {
  const state = await deps.bookNow();
  const unknown = placeUnknown(state, request);
  if (unknown !== undefined) return unknown;
  if (!hasTheirStays(state, request)) return refused({ code: 'STAY_UNKNOWN' });
  return (await mayNameThem(deps, state, request)) ? undefined : refused({ code: 'PATIENT_UNKNOWN' });
}

/** RangeError: an id, version or place that can be none. */
async function orInvalid(work: () => Promise<Acted | Refused>): Promise<Acted | Refused> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError) return refused({ code: 'INVALID_INPUT', what: error.message });
    throw error;
  }
}

/** Checks role and scope, then does it once for its key. */
export async function doing<Input extends ActionInput>(
  deps: ActingDeps,
  request: Doing<Input>,
): Promise<BedsActionDone | BedsRefusal> {
  const { context, mutation, right, input, act, seen } = request;
  if (!may(context.identity.roles, right)) throw graphFault('FORBIDDEN');
  const { idempotencyKey, occurredAt } = input;
  const command = commandContextOf({
    context,
    mutation,
    idempotencyKey,
    input,
    clock: deps.clock,
    validForMs: VALID_MS,
  });
  const done = await orInvalid(async () => {
    const notThere = await hidden(deps, request);
    if (notThere) return notThere;
    const rows = seen?.() ?? [];
    const acting = {
      ...(occurredAt != null && { occurredAt: momentOf(occurredAt) }),
      ...(rows.length > 0 && { seen: rows }),
    };
    return act(acting, command);
  });
  if (done.outcome === 'refused') return bedsRefusal(done.refusal);
  const { version, changed, stayIds, bedIds, deedId, holdId: held, tasks } = done;
  return Object.assign(new BedsActionDone(), { version, changed, stayIds, bedIds, deedId, holdId: held, tasks });
}
