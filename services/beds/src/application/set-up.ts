import type { CommandContext } from '@flow/platform/decider/handler';
import type { SetUpCommand } from '../domain/book/commands';
import { bayDescription, bedDescription, wardDescription } from '../domain/book/descriptions';
import type { BookState } from '../domain/book/state';
import { bayId, bedId, siteId, wardId } from '../domain/ids';
import { same } from '../domain/values/same';
import type { Refusal } from './answers';
import { carryOut } from './carry-out';
import { askedBy, versionOf, type BedsDeps } from './deps';
import type { Estate, EstateBay, EstateBed, EstateSite, EstateWard } from './estate';
import { stepOf } from './steps';

/** What set-up did: how many things were new or described otherwise, and each that the book would not take. */
export interface SetUp {
  readonly version: string;
  readonly changed: number;
  readonly refusals: readonly { readonly what: string; readonly refusal: Refusal }[];
}

type Asked = ReturnType<typeof askedBy>;
/** The command that brings the book to what is wanted; undefined: it is there. */
type Wanted = (state: BookState, asked: Asked) => SetUpCommand | undefined;

const wantedSite =
  ({ code, name, odsCode }: EstateSite): Wanted =>
  (state, asked) => {
    const site = { siteId: siteId(code), code, name, odsCode: odsCode ?? null };
    const known = state.sites.get(site.siteId);
    if (same(known, site)) return undefined;
    return { type: known === undefined ? 'RegisterSite' : 'DescribeSite', site, ...asked };
  };

const wantedWard =
  ({ code, site, name, kind, specialty, sex, age, intensity }: EstateWard): Wanted =>
  (state, asked) => {
    const id = wardId(code);
    const codes = { specialty: specialty ?? null, sex: sex ?? null, age: age ?? null, intensity: intensity ?? null };
    const ward = { siteId: siteId(site), code, name, kind, ...codes };
    const known = state.wards.get(id);
    if (known === undefined || known.decommissioned) return { type: 'RegisterWard', wardId: id, ward, ...asked };
    return same(wardDescription(known), ward) ? undefined : { type: 'DescribeWard', wardId: id, ward, ...asked };
  };

const wantedBay =
  ({ code, ward, name, sex }: EstateBay): Wanted =>
  (state, asked) => {
    const id = bayId(code);
    const bay = { wardId: wardId(ward), code, name, sex: sex ?? null };
    const known = state.bays.get(id);
    if (known === undefined || known.decommissioned) return { type: 'RegisterBay', bayId: id, bay, ...asked };
    return same(bayDescription(known), bay) ? undefined : { type: 'DescribeBay', bayId: id, bay, ...asked };
  };

const wantedBed =
  ({ code, ward, bay, surge, ...rest }: EstateBed): Wanted =>
  (state, asked) => {
    const id = bedId(code);
    const { name, kind, funding, oxygen, isolation, bariatric, monitored } = rest;
    const attributes = { name, kind, funding, surge: surge ?? false, oxygen, isolation, bariatric, monitored };
    const bed = { wardId: wardId(ward), bayId: bay === undefined ? null : bayId(bay), code, ...attributes };
    const known = state.beds.get(id);
    if (known === undefined || known.decommissioned) return { type: 'RegisterBed', bedId: id, bed, ...asked };
    return same(bedDescription(known), bed) ? undefined : { type: 'DescribeBed', bedId: id, bed, ...asked };
  };

interface Step {
  readonly what: string;
  readonly wanted: Wanted;
}

const named =
  <Row extends { readonly code: string }>(kind: string, wanted: (row: Row) => Wanted) =>
  (row: Row): Step => ({ what: `${kind} ${row.code}`, wanted: wanted(row) });

/** What stands in what comes first: sites, wards, bays, beds. */
const stages = ({ sites, wards, bays, beds }: Estate): readonly (readonly Step[])[] => [
  sites.map(named('site', wantedSite)),
  wards.map(named('ward', wantedWard)),
  bays.map(named('bay', wantedBay)),
  beds.map(named('bed', wantedBed)),
];

/**
 * Brings the book to these sites, wards, bays and beds. Again with the same changes nothing; what the book has besides stays
 * as it is. Throws RangeError for a code that can be no id.
 */
export async function applyEstate(deps: BedsDeps, estate: Estate, context: CommandContext): Promise<SetUp> {
  let changed = 0;
  const refusals: { what: string; refusal: Refusal }[] = [];
  for (const stage of stages(estate)) {
    const { state } = await deps.book.load();
    const asked = askedBy(deps, context);
    const missing = stage.filter(({ wanted }) => wanted(state, asked) !== undefined);
    // Those of a stage need nothing of each other: the book takes them in few appends.
    const answers = missing.map(async ({ what, wanted }) => {
      const step = stepOf(context, 'set-up', what, context.commandId);
      const done = await carryOut(deps, (book) => Promise.resolve(wanted(book, askedBy(deps, step))), step);
      if (done.outcome === 'refused') refusals.push({ what, refusal: done.refusal });
      else if (done.changed) changed += 1;
    });
    await Promise.all(answers);
  }
  const { position } = await deps.book.load();
  return { version: versionOf(deps, position), changed, refusals };
}
