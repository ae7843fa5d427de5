import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { Identity } from '@flow/platform/security/identity';
import type { BedRow, OccupantRow } from '../../application/live/board-rows';
import type { BoardView, WardView } from '../../application/live/board-view';
import { rowVersion } from '../../application/row-version';
import { mayKnow, sightOf, type Sight } from '../../application/who-sees';
import type { BedLabel } from '../../domain/book/label';
import { isToSettle } from '../../domain/book/said-by-ipm';
import type { Hold } from '../../domain/book/state';
import { Bay, Bed, BedCell, BedCounts, BedHold, Occupant, Site, Ward, type Waiting } from './board-types';
import { HospitalBoard, WardBoard } from './frame-types';
import { patientRef } from './patient-entity';

const READS: Readonly<Record<BedLabel, string>> = {
  available: 'Available',
  surge: 'Available, surge',
  reserved: 'Reserved',
  occupied: 'Occupied',
  'occupied-on-leave': 'Occupied, on leave',
  'awaiting-clean': 'Awaiting clean',
  cleaning: 'Being cleaned',
  closed: 'Closed',
  'closed-occupied': 'Occupied, closed',
};

const hides = ({ restricted, opened }: Sight, row: Pick<OccupantRow, 'restricted' | 'patientId'>): boolean =>
  row.restricted && !restricted && !opened.includes(row.patientId);

/** Somebody as this asker may see them. Whoever is shown is reported. */
function occupantFor(row: OccupantRow, sight: Sight, { shows }: GraphContext): Occupant {
  if (hides(sight, row)) return Object.assign(new Occupant(), { restricted: true, detailsMissing: false });
  shows([row.patientId]);
  const { stayId, patientId, restricted, deceased, details, seq, ...rest } = row;
  return Object.assign(new Occupant(), {
    ...rest,
    stayId,
    patient: patientRef(patientId),
    family: details?.family ?? null,
    given: details?.given ?? null,
    sex: details?.sex ?? null,
    birthDate: details?.birthDate ?? null,
    deceased,
    restricted,
    detailsMissing: details === null,
    version: rowVersion(seq),
  });
}

/** Those of the rows that this asker may know of; nobody for whom patients are not shown. */
export const occupantsFor = (rows: readonly OccupantRow[], sight: Sight, context: GraphContext): Occupant[] =>
  sight.patients ? rows.map((row) => occupantFor(row, sight, context)) : [];

function holdFor({ holdId, until, reason, patientId }: Hold, isRestricted: boolean, sight: Sight): BedHold {
  const isKnown = patientId !== null && mayKnow(sight, { patientId, restricted: isRestricted });
  const patient = isKnown ? patientRef(patientId) : null;
  return Object.assign(new BedHold(), { id: holdId, until, reason, patient });
}

export function bedFor(row: BedRow, sight: Sight): Bed {
  const { bed, label, occupants, hold } = row;
  const { bedId, wardId, bayId, code, name, kind, funding, surge, oxygen, isolation, bariatric, monitored } = bed;
  const closed = bed.service.state === 'closed' ? bed.service : { reason: null, since: null };
  return Object.assign(new Bed(), {
    ...{ row, sight, id: bedId, wardId, bayId, code, name, kind, funding, surge, oxygen, isolation, bariatric },
    monitored,
    label,
    reads: occupants.some((one) => hides(sight, one)) ? 'Occupied, restricted' : READS[label],
    readiness: bed.readiness,
    readinessSince: bed.readinessSince,
    closedReason: closed.reason,
    closedSince: closed.since,
    hold: hold === null ? null : holdFor(hold, row.holdRestricted, sight),
    occupantCount: occupants.length,
    version: rowVersion(row.seq),
  });
}

const COUNTED: Readonly<Record<BedLabel, readonly (keyof BedCounts)[]>> = {
  available: ['available'],
  surge: ['surge'],
  reserved: ['reserved'],
  occupied: ['occupied'],
  'occupied-on-leave': ['occupied', 'onLeave'],
  'awaiting-clean': ['awaitingClean'],
  cleaning: ['cleaning'],
  closed: ['closed'],
  'closed-occupied': ['occupied'],
};

function countsOf(wards: readonly WardView[]): BedCounts {
  const counts: BedCounts = Object.assign(new BedCounts(), {
    ...{ beds: 0, available: 0, surge: 0, reserved: 0, occupied: 0, onLeave: 0, awaitingClean: 0, cleaning: 0 },
    ...{ closed: 0, waiting: 0, toSettle: 0 },
  });
  const settle = (rows: readonly OccupantRow[]): number =>
    rows.filter(({ concerns }) => concerns.some(isToSettle)).length;
  for (const { beds, waiting } of wards) {
    counts.waiting += waiting.row.length;
    counts.toSettle += settle(waiting.row);
    for (const { row } of beds.values()) {
      counts.beds += 1;
      counts.toSettle += settle(row.occupants);
      for (const name of COUNTED[row.label]) counts[name] += 1;
    }
  }
  return counts;
}

const bedRows = ({ beds }: WardView): BedRow[] =>
  [...beds.values()].map(({ row }) => row).sort((a, b) => (a.bed.code < b.bed.code ? -1 : 1));

const cellFor = ({ bed: { bedId, code }, label, occupants }: BedRow): BedCell => {
  const unconfirmedByIpm = occupants.some((one) => one.unconfirmedByIpm);
  const uncertain = occupants.some(({ uncertainSince }) => uncertainSince !== null);
  return Object.assign(new BedCell(), { bedId, code, label, unconfirmedByIpm, uncertain });
};

export function wardFor(view: WardView): Ward {
  const { wardId, siteId, code, name, kind, specialty } = view.described.row.ward;
  return Object.assign(new Ward(), {
    ...{ id: wardId, siteId, code, name, kind, specialty },
    counts: countsOf([view]),
    cells: bedRows(view).map(cellFor),
  });
}

export const baysFor = ({ described }: WardView): Bay[] =>
  described.row.bays.map(({ bayId: id, code, name, sex }) => Object.assign(new Bay(), { id, code, name, sex }));

export const waitingOf = ({ waiting }: WardView, sight: Sight): Waiting => ({ rows: waiting.row, sight });

/** A ward's beds; those alone that changed after a stamp where one is given. */
export const bedsFor = (view: WardView, sight: Sight, since = ''): Bed[] =>
  bedRows(view)
    .filter(({ bed }) => (view.beds.get(bed.bedId)?.stamp ?? '') > since || since === '')
    .map((row) => bedFor(row, sight));

export const wardBoardFor = (view: WardView, sight: Sight, at: { version: string; behind: boolean }): WardBoard =>
  Object.assign(new WardBoard(), {
    ...at,
    ward: wardFor(view),
    bays: baysFor(view),
    beds: bedsFor(view, sight),
    waitingRows: waitingOf(view, sight),
  });

/** The wards that somebody may see, by site and code. */
export const visibleWards = (view: BoardView, identity: Identity): WardView[] =>
  [...view.wards.values()]
    .filter(({ described }) => sightOf(identity, described.row.ward).board)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

const keyOf = ({ described: { row } }: WardView): string => `${row.ward.siteId}|${row.ward.code}`;

export const totalsFor = (wards: readonly WardView[]): BedCounts => countsOf(wards);

export function hospitalBoardFor(
  view: BoardView,
  identity: Identity,
  at: { version: string; behind: boolean },
): HospitalBoard {
  const wards = visibleWards(view, identity);
  const siteIds = new Set<string>(wards.map(({ described }) => described.row.ward.siteId));
  const sites = view.state.sites.rows().filter(({ siteId }) => siteIds.has(siteId));
  return Object.assign(new HospitalBoard(), {
    ...at,
    sites: sites.map(({ siteId: id, code, name }) => Object.assign(new Site(), { id, code, name })),
    wards: wards.map(wardFor),
    totals: countsOf(wards),
  });
}
