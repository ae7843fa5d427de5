import type { BayId, BedId, WardId } from '../ids';
import { same } from '../values/same';
import type { SetUpCommand } from './commands';
import { bayDescription, bedDescription, wardDescription } from './descriptions';
import type { BayDescription, BedDescription, BookState, Site, WardDescription } from './state';

/** Sites, wards, bays and beds as they are to be. */
export interface WantedEstate {
  readonly sites: readonly Site[];
  readonly wards: readonly { readonly wardId: WardId; readonly ward: WardDescription }[];
  readonly bays: readonly { readonly bayId: BayId; readonly bay: BayDescription }[];
  readonly beds: readonly { readonly bedId: BedId; readonly bed: BedDescription }[];
}

export const ESTATE_KINDS = ['site', 'ward', 'bay', 'bed'] as const;
export type EstateKind = (typeof ESTATE_KINDS)[number];

/** What is to be otherwise with one thing, and the command that would do just that. */
export interface Change {
  readonly kind: EstateKind;
  readonly id: string;
  /** Undefined: it is new, or comes back into use. */
  readonly was: object | undefined;
  /** Undefined: it goes. */
  readonly is: object | undefined;
  readonly command: SetUpCommand;
}

type Asked = Pick<SetUpCommand, 'by' | 'at'>;

interface InUse {
  readonly decommissioned: boolean;
}

/** The row, unless it is there no more. */
const used = <Row extends InUse>(row: Row | undefined): Row | undefined =>
  row === undefined || row.decommissioned ? undefined : row;

function siteChange(state: BookState, site: Site, asked: Asked): Change[] {
  const was = state.sites.get(site.siteId);
  if (same(was, site)) return [];
  const command = { type: was === undefined ? ('RegisterSite' as const) : ('DescribeSite' as const), site, ...asked };
  return [{ kind: 'site', id: site.siteId, was, is: site, command }];
}

function wardChange(state: BookState, { wardId, ward }: WantedEstate['wards'][number], asked: Asked): Change[] {
  const row = used(state.wards.get(wardId));
  const was = row && wardDescription(row);
  if (same(was, ward)) return [];
  const type = was === undefined ? ('RegisterWard' as const) : ('DescribeWard' as const);
  return [{ kind: 'ward', id: wardId, was, is: ward, command: { type, wardId, ward, ...asked } }];
}

function bayChange(state: BookState, { bayId, bay }: WantedEstate['bays'][number], asked: Asked): Change[] {
  const row = used(state.bays.get(bayId));
  const was = row && bayDescription(row);
  if (same(was, bay)) return [];
  const type = was === undefined ? ('RegisterBay' as const) : ('DescribeBay' as const);
  return [{ kind: 'bay', id: bayId, was, is: bay, command: { type, bayId, bay, ...asked } }];
}

function bedChange(state: BookState, { bedId, bed }: WantedEstate['beds'][number], asked: Asked): Change[] {
  const row = used(state.beds.get(bedId));
  const was = row && bedDescription(row);
  if (same(was, bed)) return [];
  const type = was === undefined ? ('RegisterBed' as const) : ('DescribeBed' as const);
  return [{ kind: 'bed', id: bedId, was, is: bed, command: { type, bedId, bed, ...asked } }];
}

/** What is in use and not named goes: beds before the bays they stand in, and wards last. A site stays. */
function removals(state: BookState, { wards, bays, beds }: WantedEstate, asked: Asked): Change[] {
  const [wardIds, bayIds, bedIds] = [
    new Set(wards.map(({ wardId }) => wardId)),
    new Set(bays.map(({ bayId }) => bayId)),
    new Set(beds.map(({ bedId }) => bedId)),
  ];
  const gone = <Row extends InUse>(rows: readonly Row[], named: (row: Row) => boolean): Row[] =>
    rows.filter((row) => !row.decommissioned && !named(row));
  return [
    ...gone(state.beds.rows(), ({ bedId }) => bedIds.has(bedId)).map((row): Change => {
      const command = { type: 'DecommissionBed' as const, bedId: row.bedId, ...asked };
      return { kind: 'bed', id: row.bedId, was: bedDescription(row), is: undefined, command };
    }),
    ...gone(state.bays.rows(), ({ bayId }) => bayIds.has(bayId)).map((row): Change => {
      const command = { type: 'DecommissionBay' as const, bayId: row.bayId, ...asked };
      return { kind: 'bay', id: row.bayId, was: bayDescription(row), is: undefined, command };
    }),
    ...gone(state.wards.rows(), ({ wardId }) => wardIds.has(wardId)).map((row): Change => {
      const command = { type: 'DecommissionWard' as const, wardId: row.wardId, ...asked };
      return { kind: 'ward', id: row.wardId, was: wardDescription(row), is: undefined, command };
    }),
  ];
}

/** All that is to be otherwise, what stands in something after that. `whole`: what is not named goes. */
export function changesTo(state: BookState, estate: WantedEstate, whole: boolean, asked: Asked): Change[] {
  return [
    ...estate.sites.flatMap((site) => siteChange(state, site, asked)),
    ...estate.wards.flatMap((row) => wardChange(state, row, asked)),
    ...estate.bays.flatMap((row) => bayChange(state, row, asked)),
    ...estate.beds.flatMap((row) => bedChange(state, row, asked)),
    ...(whole ? removals(state, estate, asked) : []),
  ];
}
