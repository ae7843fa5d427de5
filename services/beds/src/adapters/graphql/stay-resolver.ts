import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { pageOf, readCursor, readFirst, type Page } from '@flow/platform/graphql/page-info';
import type { Identity } from '@flow/platform/security/identity';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { LiveBoard } from '../../application/live/live-board';
import { rowVersion } from '../../application/row-version';
import { hasOpened, mayKnow, sightOf, sightOfNoWard, type Sight } from '../../application/who-sees';
import { spotOf } from '../../domain/book/settle';
import type { Place } from '../../domain/place';
import { effectively } from '../../domain/stay/effective-stay';
import type { BedHistoryDocument } from '../../projections/bed-history';
import { stateOf, type StayDocument } from '../../projections/stay-document';
import { stayHistory } from '../../projections/stay-history';
import { wardLeft } from '../../projections/ward-left';
import type { Lists } from '../documents/lists';
import { bedSeen } from './board-resolver';
import { Bed } from './board-types';
import { patientRef, PatientRef } from './patient-entity';
import { BedHistoryConnection, BedHistoryEntry, Stay, StayHistoryEntry, StayPlace } from './stay-types';

export interface StayDeps {
  readonly board: LiveBoard;
  readonly lists: Lists;
}

const placeOf = (place: Place | null): StayPlace | null => {
  if (place === null) return null;
  const { wardId, bayId, bedId, unmappedId } = place;
  return Object.assign(new StayPlace(), { wardId, bayId, bedId, unmappedPlaceId: unmappedId });
};

function sightOfStay(board: LiveBoard, document: StayDocument, identity: Identity): Sight {
  const { state } = board.view();
  const spot = spotOf(state, state.stays.get(document._id));
  const wardId = spot?.wardId ?? wardLeft(document);
  const ward = wardId === null ? undefined : state.wards.get(wardId);
  return ward === undefined ? sightOfNoWard(identity) : sightOf(identity, ward);
}

/** Whoever is on no board any more counts as shielded: nobody here knows better. */
const isRestricted = (board: LiveBoard, patientId: string): boolean =>
  board.view().state.patients.get(patientId)?.restricted ?? true;

/** iPM has it over a patient who has died, and over one of whom the book has let go: nobody holds them to be in. */
function hasLastWord(board: LiveBoard, { _id: id, patientId }: StayDocument): boolean {
  const { state } = board.view();
  return !state.stays.has(id) || state.patients.get(patientId)?.deceased === true;
}

/** The stay as this asker may see it, with the patient reported; null where they may not. */
export function showStay({ board }: StayDeps, document: StayDocument, context: GraphContext): Stay | null {
  const { stay, patientId } = document;
  const sight = sightOfStay(board, document, context.identity);
  const restricted = isRestricted(board, patientId);
  const isKnown = hasOpened(context.identity, patientId) || mayKnow(sight, { patientId, restricted });
  if (stay === null || !isKnown) return null;
  context.shows([patientId]);
  const { state, parked } = board.view();
  const row = state.stays.get(document._id);
  const { status, admittedAt, dischargedAt } = effectively(stay, hasLastWord(board, document));
  const { expectedAdmissionAt, expectedDischargeAt, readyForDischarge } = stay;
  const { patientClass, specialty, consultant, admissionMethod, dischargeMethod, dischargeDestination } = stay;
  return Object.assign(new Stay(), {
    ...{ document, id: document._id, patient: patientRef(patientId), status, admittedAt, dischargedAt },
    ...{ expectedAdmissionAt, expectedDischargeAt, readyForDischarge, patientClass, specialty, consultant },
    ...{ admissionMethod, dischargeMethod, dischargeDestination },
    ...{ toldStatus: stay.status, toldAdmittedAt: stay.admittedAt, toldDischargedAt: stay.dischargedAt },
    toldPlace: placeOf(stay.place),
    uncertainSince: (row && parked.get(row.patientId)) ?? null,
    version: row === undefined ? null : rowVersion(row.mark.seq),
  });
}

@Resolver(() => Stay)
export class StayResolver {
  constructor(private readonly deps: StayDeps) {}

  @Query(() => Stay, { nullable: true, description: 'Null: there is none, or it is not yours to see.' })
  async stay(@Ctx() context: GraphContext, @Arg('id', () => ID) id: string): Promise<Stay | null> {
    if (!may(context.identity.roles, 'beds.see-patients')) throw graphFault('FORBIDDEN');
    const document = await this.deps.lists.stay(id);
    return document === undefined ? null : showStay(this.deps, document, context);
  }

  @FieldResolver(() => Bed, { nullable: true, description: 'The bed that the patient has now.' })
  bed(@Root() { id }: Stay, @Ctx() context: GraphContext): Bed | null {
    const { board } = this.deps;
    const bedId = board.view().state.stays.get(id)?.bedId ?? null;
    return bedId === null ? null : bedSeen(board, bedId, context);
  }

  @FieldResolver(() => [StayHistoryEntry], {
    description: 'Everything told and done, taken back or not, in the order in which it was so.',
  })
  history(@Root() { document }: Stay): StayHistoryEntry[] {
    return stayHistory(stateOf(document)).map((entry) => {
      const { id, from, what, occurredAt, place, by, messageId, takenBack } = entry;
      const shown = { id, from, what, occurredAt, place: placeOf(place), by, messageId, takenBack };
      return Object.assign(new StayHistoryEntry(), shown);
    });
  }
}

@Resolver(() => PatientRef)
export class PatientStays {
  constructor(private readonly deps: StayDeps) {}

  @FieldResolver(() => [Stay], { nullable: true, description: 'The stays that you may see, the latest first.' })
  async stays(@Root() { id }: PatientRef, @Ctx() context: GraphContext): Promise<Stay[] | null> {
    if (!may(context.identity.roles, 'beds.see-patients')) return null;
    const documents = await this.deps.lists.staysOf(id);
    return documents.flatMap((document) => showStay(this.deps, document, context) ?? []);
  }
}

function entryFor({ board }: StayDeps, entry: BedHistoryDocument, sight: Sight, context: GraphContext) {
  const { _id: id, what, why, by, occurredAt, at: recordedAt, patientId } = entry;
  const isKnown =
    patientId === null ? sight.patients : mayKnow(sight, { patientId, restricted: isRestricted(board, patientId) });
  if (isKnown && patientId !== null) context.shows([patientId]);
  const whose = isKnown
    ? { stayId: entry.stayId, patient: patientId === null ? null : patientRef(patientId) }
    : { stayId: null, patient: null };
  return Object.assign(new BedHistoryEntry(), { id, what, why, by, occurredAt, recordedAt, ...whose });
}

@Resolver(() => Bed)
export class BedHistory {
  constructor(private readonly deps: StayDeps) {}

  @FieldResolver(() => BedHistoryConnection, { nullable: true, description: 'The latest first.' })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  async history(
    @Root() { id, sight }: Bed,
    @Ctx() context: GraphContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
  ): Promise<Page<BedHistoryEntry>> {
    const [before] = readCursor(after, 1) ?? [];
    const page = { limit: readFirst(first) + 1, ...(before !== undefined && { before }) };
    const found = await this.deps.lists.bedHistory(id, page);
    const entries = found.map((entry) => entryFor(this.deps, entry, sight, context));
    return pageOf(entries, { first, after: before !== undefined, keyOf: (entry) => [entry.id] });
  }
}
