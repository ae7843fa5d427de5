import type { CommandContext } from '@flow/platform/decider/handler';
import type { Engines } from '@flow/platform/engines/engines';
import type { EventStore } from '@flow/platform/event-store/event-store';
import { derivedId } from '@flow/platform/ids/ids';
import { laterBy, type Instant } from '@flow/platform/time/instant';
import { storedBook, storedStays, storedBedsTasks, type StoredBook } from '../../adapters/eventstore/streams';
import type { PatientDetails } from '../../domain/book/commands';
import type { BedsActions } from '../beds-actions';
import type { TellStay } from '../beds-inputs';
import { createBedsActions } from '../create-beds-actions';
import type { BedsDeps } from '../deps';
import type { Estate } from '../estate';
import { applyEstate, type SettingUp } from '../set-up';
import { on, orderOf } from '../../domain/testing/estate';
import { patientId } from '../../domain/ids';
import { inBed, type Place } from '../../domain/place';
import { bayId, bedId, wardId } from '../../domain/ids';
import type { Told } from '../../domain/stay/telling';

const NOWHERE = { oxygen: false, isolation: false, bariatric: false, monitored: false } as const;
const bed = (code: string, ward: string, bay: string) =>
  ({ code, ward, bay, name: `Bed ${code}`, kind: 'bay', funding: 'core', ...NOWHERE }) as const;

const numbered = (ward: string, count: number) =>
  Array.from({ length: count }, (_, index) => bed(`${ward}-${String(index + 1).padStart(2, '0')}`, ward, `${ward}-1`));

/** Two wards of one bay, with so many beds in each. */
export const estateOf = (inFirst: number, inSecond: number): Estate => ({
  sites: [{ code: 'NGH', name: 'Northgate General', odsCode: 'RXX01' }],
  wards: [
    { code: 'A1', site: 'NGH', name: 'Ash', kind: 'ward', specialty: '300', sex: '8', age: '8', intensity: '12' },
    { code: 'B2', site: 'NGH', name: 'Beech', kind: 'ward', specialty: '300', sex: '8', age: '8', intensity: '12' },
  ],
  bays: [
    { code: 'A1-1', ward: 'A1', name: 'Bay 1', sex: '8' },
    { code: 'B2-1', ward: 'B2', name: 'Bay 1', sex: '8' },
  ],
  beds: [...numbered('A1', inFirst), ...numbered('B2', inSecond)],
});

export const smallEstate = estateOf(4, 3);

/** The place of one of these beds. */
export const placeOf = (code: string): Place =>
  inBed(wardId(code.slice(0, 2)), bayId(`${code.slice(0, 2)}-1`), bedId(code));

export const contextOf = (key: string, user = 'wes'): CommandContext => {
  const commandId = derivedId(user, key);
  return {
    ...{ commandId, inputHash: commandId, correlationId: commandId, causationId: commandId },
    ...{ actor: { user, role: 'ward-clerk' }, origin: 'user', entryMode: 'live' },
  };
};

/** A clock that stands where it is set. */
export interface SetClock {
  now(): Instant;
  monotonicMs(): number;
  set(at: Instant): void;
}

export function setClock(at: Instant): SetClock {
  let now = at;
  return { now: () => now, monotonicMs: () => performance.now(), set: (to) => void (now = to) };
}

export interface Beds extends BedsActions {
  readonly deps: Omit<BedsDeps, 'book'> & { readonly book: StoredBook };
}

export interface BedsOptions {
  readonly clock?: SetClock;
  readonly limit?: number;
  readonly store?: EventStore;
}

export const detailsOf = (id: string, more: Partial<PatientDetails> = {}): PatientDetails => ({
  ...{ patientId: patientId(id), revision: 1, restricted: false, deceased: false },
  ...more,
});

/** One instance of the service's use cases over these engines. Every patient is known to the patients service. */
export async function openBeds(engines: Engines, options: BedsOptions = {}): Promise<Beds> {
  const { clock = setClock(on('09:00')), store = engines.events, limit } = options;
  const deps = {
    book: storedBook({ store, clock, estate: 'trust', ...(limit !== undefined && { limit }) }),
    stays: storedStays({ store, clock }),
    tasks: storedBedsTasks({ store, clock }),
    patients: { detailsOf: async (id: string) => detailsOf(id) },
    clock,
    longestHoldMs: 72 * 3_600_000,
    epoch: await store.epoch(),
  };
  return { ...createBedsActions(deps), deps };
}

export const settingUp = (estate = smallEstate, over: Partial<SettingUp> = {}): SettingUp => ({
  ...{ estate, whole: false, ifNone: false, dryRun: false },
  ...over,
});

export const setUp = ({ deps }: Beds, estate = smallEstate) =>
  applyEstate(deps, settingUp(estate), contextOf('set-up', 'ada'));

/** What iPM tells of a patient's visit; recorded two minutes later. */
export function tells(told: Told, time: string, patient: string, more: Partial<TellStay> = {}): TellStay {
  const occurredAt = on(time);
  const messageId = more.messageId ?? `${patient}-${told}-${time}`;
  return {
    ...{ partner: 'ipm', messageId, decoding: 1, index: 0, told, occurredAt, details: {} },
    order: orderOf(occurredAt, laterBy(occurredAt, 120_000), messageId),
    patient: detailsOf(patient),
    visit: { authority: 'RXX', number: `V-${patient}` },
    ...more,
  };
}

/** The context of a lane for what it tells. */
export const laneContext = ({ messageId, decoding, index }: TellStay): CommandContext => ({
  ...contextOf(`${messageId}:${decoding}:${index}`, 'service:ipm'),
  origin: 'ipm',
});
