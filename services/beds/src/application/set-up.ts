import type { CommandContext } from '@flow/platform/decider/handler';
import type { ChangeEstate } from '../domain/book/commands';
import { planEstate } from '../domain/book/decide-estate';
import type { Change, WantedEstate } from '../domain/book/estate';
import type { BookEvent } from '../domain/book/events';
import type { EstateFault } from '../domain/book/rejections';
import type { BookState } from '../domain/book/state';
import { bayId, bedId, siteId, wardId } from '../domain/ids';
import type { Refused } from './answers';
import { carryOut } from './carry-out';
import { askedBy, versionOf, type BedsDeps } from './deps';
import type { Estate } from './estate';

export interface SettingUp {
  readonly estate: Estate;
  /** What the estate does not name goes; else it stays as it is. */
  readonly whole: boolean;
  /** Only where nothing is set up yet. */
  readonly ifNone: boolean;
  /** Says what would be done, and does nothing. */
  readonly dryRun: boolean;
}

/** What set-up did or would do. Where there are faults, nothing was done. */
export interface SetUp {
  readonly outcome: 'set-up';
  readonly version: string;
  /** How many things are new, described otherwise or gone. */
  readonly changed: number;
  readonly changes: readonly Change[];
  readonly faults: readonly EstateFault[];
}

/** Throws RangeError for a code that can be no id. */
const wantedOf = ({ sites, wards, bays, beds }: Estate): WantedEstate => ({
  sites: sites.map(({ code, name, odsCode }) => ({ siteId: siteId(code), code, name, odsCode: odsCode ?? null })),
  wards: wards.map(({ code, site, name, kind, specialty, sex, age, intensity }) => {
    const codes = { specialty: specialty ?? null, sex: sex ?? null, age: age ?? null, intensity: intensity ?? null };
    return { wardId: wardId(code), ward: { siteId: siteId(site), code, name, kind, ...codes } };
  }),
  bays: bays.map(({ code, ward, name, sex }) => {
    return { bayId: bayId(code), bay: { wardId: wardId(ward), code, name, sex: sex ?? null } };
  }),
  beds: beds.map(({ code, ward, bay, surge, ...rest }) => {
    const { name, kind, funding, oxygen, isolation, bariatric, monitored } = rest;
    const attributes = { name, kind, funding, surge: surge ?? false, oxygen, isolation, bariatric, monitored };
    const bed = { wardId: wardId(ward), bayId: bay === undefined ? null : bayId(bay), code, ...attributes };
    return { bedId: bedId(code), bed };
  }),
});

const isSetUp = (state: BookState): boolean => state.wards.size > 0;

/**
 * Brings the book to these sites, wards, bays and beds, all at once or not at all. Again with the same changes nothing. Throws
 * RangeError for a code that can be no id.
 */
export async function applyEstate(
  deps: BedsDeps,
  { estate, whole, ifNone, dryRun }: SettingUp,
  context: CommandContext,
): Promise<SetUp | Refused> {
  const wanted = wantedOf(estate);
  const commandOn = (state: BookState): ChangeEstate | undefined =>
    ifNone && isSetUp(state) ? undefined : { type: 'ChangeEstate', estate: wanted, whole, ...askedBy(deps, context) };
  const { state, position } = await deps.book.load();
  const command = commandOn(state);
  const { changes, faults } = command === undefined ? NOTHING : planEstate(command, state);
  const planned = { outcome: 'set-up' as const, version: versionOf(deps, position), changes, faults };
  if (dryRun || faults.length > 0) return { ...planned, changed: faults.length > 0 ? 0 : changes.length };

  const done = await carryOut(deps, (now) => Promise.resolve(commandOn(now)), context);
  if (done.outcome === 'refused') {
    const { refusal } = done;
    return refusal.code === 'ESTATE_REFUSED' ? { ...planned, changed: 0, faults: refusal.faults } : done;
  }
  const changed = done.changed ? countOf(done.events) : 0;
  return { ...planned, version: versionOf(deps, done.position), changed };
}

const countOf = (events: readonly BookEvent[]): number =>
  events.flatMap((event) => (event.type === 'EstateChanged' ? event.changes : [])).length;

const NOTHING: Pick<SetUp, 'changes' | 'faults'> = { changes: [], faults: [] };
