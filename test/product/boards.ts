import type { ProductHere } from './product-here';
import { certain } from './certain';

const COUNTS =
  'counts { beds available surge reserved occupied onLeave awaitingClean cleaning closed waiting toSettle }';
const OCCUPANT = `stayId family given sex birthDate deceased restricted since onLeaveSince confirmed provisional openedFromSnapshot
  concerns notes wantedBedId patient { id hospitalNumbers { authority value } nhsNumber { value } }`;
const BED = `id wardId bayId code name kind funding oxygen isolation label reads readiness readinessSince closedReason
  hold { until reason } occupants { ${OCCUPANT} }`;
const WARD = `query ($id: ID!) { wardBoard(wardId: $id) {
  ward { id code name kind specialty ${COUNTS} } bays { id code name sex } beds { ${BED} } waiting { ${OCCUPANT} } } }`;
const HOSPITAL = `{ hospitalBoard { sites { id code name } wards { id ${COUNTS} cells { bedId label } }
  totals { beds available occupied waiting toSettle } } }`;

interface WardBoard {
  readonly beds: readonly { readonly occupants: readonly { readonly family: string | null }[] }[];
}
interface WardAnswer {
  readonly wardBoard: WardBoard;
}

/** What the boards of the small hospital show, without ages and versions, which are of a moment. */
export interface Boards {
  readonly hospital: unknown;
  readonly wards: readonly unknown[];
}

const namesAreThere = ({ beds }: WardBoard): boolean =>
  beds.every(({ occupants }) => occupants.every(({ family }) => family !== null));

/** The boards once everybody on them has a name: names are fetched, and come a moment later. */
export async function boardsOf(here: Pick<ProductHere, 'as'>): Promise<Boards> {
  const bea = await here.as('bea');
  const wards = await certain('everybody on the boards has a name', 15_000, async () => {
    const answers = await Promise.all(['W1', 'W2'].map((id) => bea.ask<WardAnswer>(WARD, { id })));
    const boards = answers.map(({ wardBoard }) => wardBoard);
    return boards.every(namesAreThere) ? boards : undefined;
  });
  const { hospitalBoard } = await bea.ask<{ readonly hospitalBoard: unknown }>(HOSPITAL);
  return { hospital: hospitalBoard, wards };
}
