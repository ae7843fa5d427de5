import { SERVICES, type ServiceName } from '@flow/app/product/service-names';
import { eventStoreStandIn } from '@flow/engines/event-store/engine';
import { becoming, certain } from '../product/certain';
import type { EngineName, OtherEngines } from '../product/engines-running';
import {
  controlIds,
  FREE_BEDS,
  occupancyAfter,
  peopleAfter,
  startHospitalWithCuts,
  type HospitalWithCuts,
} from './hospital-with-cuts';
import { toldOnBus } from './told-on-bus';

const TELLS_WITHIN_MS = 20_000;
const RECOVERS_WITHIN_MS = 30_000;

const AWAY: Readonly<Record<EngineName, string>> = {
  eventStore: 'The event store does not answer.',
  inboxStore: 'The store of the inbox does not answer.',
  mongodb: 'The document store does not answer.',
  kafka: 'The bus does not answer.',
};
const READY = { status: 200, health: 200, reasons: [] };

const AGE = '{ wardBoard(wardId: "W1") { age { reasons } } }';
const SEARCH = '{ searchPatients(text: "Testperson") { nodes { id } } }';
const TASKS = '{ bedTasks { nodes { id } } }';
const LINKS = '{ links { unsettled } }';
const HOLD = 'mutation ($input: HoldBedInput!) { holdBed(input: $input) { __typename } }';
const HELD = '{ hospitalBoard { totals { reserved } } }';
const APPLIED = '{ messages(first: 100, filter: { statuses: [APPLIED] }) { nodes { controlId } } }';

/** iPM comes for each message anew, and what it said a moment ago may be in hand. */
const OF_IPM: ReadonlySet<string> = new Set(['LINK_DOWN', 'LINK_UNSETTLED']);
const ours = (reasons: readonly string[]): readonly string[] => reasons.filter((reason) => !OF_IPM.has(reason));

interface AgeAnswer {
  readonly wardBoard: { readonly age: { readonly reasons: readonly string[] } };
}
interface AppliedAnswer {
  readonly messages: { readonly nodes: readonly { readonly controlId: string }[] };
}

/** Of what is asked for during a cut: what is answered. The rest is refused. */
interface Answers {
  readonly acted: boolean;
  readonly searched: boolean;
  /** The cut service's own lists. */
  readonly listed: boolean;
}
/** What works while a service is cut off from an engine, and what the board says of itself. */
interface Goes {
  /** iPM is acknowledged at once; else it keeps the message, and is acknowledged afterwards. */
  readonly acknowledged: boolean;
  /** What it said is on the screen at once. */
  readonly shown: boolean;
  /** Absent where it depends on the connection that a question comes by. */
  readonly answers?: Answers;
  readonly says?: string;
  /** It has no use for that engine, and stays ready. */
  readonly needless?: true;
}
type Cut = readonly [service: ServiceName, engine: EngineName, how: 'cut' | 'swallow' | 'forget', goes: Goes];

const ALL: Answers = { acted: true, searched: true, listed: true };
const TOLD: Goes = { acknowledged: true, shown: true };
const UNSHOWN: Goes = { ...TOLD, shown: false };
const BEDS_SAY: Goes = { ...UNSHOWN, says: 'STORE_UNAVAILABLE' };
const PATIENTS_SAY: Goes = { ...UNSHOWN, says: 'LINK_UNSETTLED' };
const UNTOLD: Goes = { acknowledged: false, shown: false };

const AS_EVER: Goes = { ...TOLD, answers: ALL };
const BEDS_BLIND: Goes = { ...BEDS_SAY, answers: { ...ALL, acted: false } };
const PATIENTS_BLIND: Goes = { ...PATIENTS_SAY, answers: ALL };
const IPM_BLIND: Goes = { ...UNTOLD, answers: ALL };
const LISTS_BLIND: Goes = { ...TOLD, answers: { ...ALL, listed: false } };
const SEARCH_BLIND: Goes = { ...TOLD, answers: { ...ALL, searched: false, listed: false } };
const IPM_UNLISTED: Goes = { ...LISTS_BLIND, shown: false, says: 'LINK_UNKNOWN' };

/** The table “When something is away” of docs/operations.md, engine by engine and service by service. */
const CUTS: readonly Cut[] = [
  ['beds', 'eventStore', 'cut', BEDS_BLIND],
  ['beds', 'eventStore', 'swallow', BEDS_BLIND],
  ['beds', 'eventStore', 'forget', BEDS_SAY],
  ['patients', 'eventStore', 'cut', PATIENTS_BLIND],
  ['patients', 'eventStore', 'swallow', PATIENTS_BLIND],
  ['ipm', 'eventStore', 'cut', IPM_BLIND],
  ['ipm', 'eventStore', 'swallow', IPM_BLIND],
  ['beds', 'mongodb', 'cut', LISTS_BLIND],
  ['patients', 'mongodb', 'cut', SEARCH_BLIND],
  ['ipm', 'mongodb', 'cut', IPM_UNLISTED],
  ['beds', 'mongodb', 'swallow', LISTS_BLIND],
  ['patients', 'mongodb', 'swallow', SEARCH_BLIND],
  ['ipm', 'mongodb', 'swallow', IPM_UNLISTED],
  ['beds', 'kafka', 'cut', AS_EVER],
  ['beds', 'kafka', 'swallow', AS_EVER],
  ['patients', 'kafka', 'cut', AS_EVER],
  ['patients', 'kafka', 'swallow', AS_EVER],
  ['ipm', 'kafka', 'cut', AS_EVER],
  ['ipm', 'kafka', 'swallow', AS_EVER],
  ['gateway', 'eventStore', 'cut', AS_EVER],
  ['gateway', 'eventStore', 'swallow', AS_EVER],
];

/** Connections that are dead and open, of all other pairs: ten seconds each. */
const OTHER_CUTS: readonly Cut[] = [
  ['patients', 'eventStore', 'forget', PATIENTS_SAY],
  ['ipm', 'eventStore', 'forget', UNTOLD],
  ['gateway', 'eventStore', 'forget', TOLD],
  ['beds', 'mongodb', 'forget', TOLD],
  ['patients', 'mongodb', 'forget', TOLD],
  ['ipm', 'mongodb', 'forget', UNSHOWN],
  ['beds', 'kafka', 'forget', TOLD],
  ['patients', 'kafka', 'forget', TOLD],
  ['ipm', 'kafka', 'forget', TOLD],
];

/** Where the inbox has a server of its own: iPM is acknowledged as long as that answers, whatever else is away. */
const INBOX_CUTS: readonly Cut[] = [
  ['ipm', 'inboxStore', 'swallow', IPM_BLIND],
  ['ipm', 'eventStore', 'swallow', PATIENTS_BLIND],
];
const OTHER_INBOX_CUTS: readonly Cut[] = [
  ['ipm', 'inboxStore', 'cut', IPM_BLIND],
  ['ipm', 'inboxStore', 'forget', UNTOLD],
  ['ipm', 'eventStore', 'cut', PATIENTS_BLIND],
  ['beds', 'inboxStore', 'swallow', { ...AS_EVER, needless: true }],
];

const EVERY = process.env['CUTS'] === 'every';

interface Site {
  readonly title: string;
  readonly others: OtherEngines;
  readonly cuts: readonly Cut[];
}
const SITES: readonly Site[] = [
  { title: 'of one event store', others: {}, cuts: EVERY ? [...CUTS, ...OTHER_CUTS] : CUTS },
  {
    title: 'whose inbox has a server of its own',
    others: { inboxStore: eventStoreStandIn },
    cuts: EVERY ? [...INBOX_CUTS, ...OTHER_INBOX_CUTS] : INBOX_CUTS,
  },
];

/** By then whoever asked by a dead connection knows it. */
const LONGEST_CALL_MS = 12_000;

/** The next calls may go by a connection of the pool that is new, or is made: then there is nothing to tell. */
const mayGoUnnoticed = (engine: EngineName, how: Cut[2]): boolean => engine === 'mongodb' && how === 'forget';

/** Whether it was answered, or refused in the words for something that is away. */
async function answered(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    expect(String(error)).toContain('DOWNSTREAM_UNAVAILABLE');
    return false;
  }
}

describe.each(SITES)('a service that is cut off from an engine, at a site $title', ({ others, cuts }) => {
  let hospital: HospitalWithCuts;
  beforeAll(async () => {
    hospital = await startHospitalWithCuts(others);
    expect(await hospital.sendNext(RECOVERS_WITHIN_MS)).toBe(true);
    await hospital.screen.until(occupancyAfter(1));
    await certain('all is known', RECOVERS_WITHIN_MS, async () => ours(await reasons()).length === 0 || undefined);
  }, 240_000);
  afterAll(async () => hospital.stop());

  const until = new Date(Date.now() + 3_600_000).toISOString();
  /** The same key each time: the same doing, however often it is asked for. */
  const hold = async (bedId: string) =>
    answered(hospital.bea.ask(HOLD, { input: { idempotencyKey: bedId, bedId, reason: 'TRANSFER', until } }));

  /** Why a board may not be complete. */
  async function reasons(): Promise<readonly string[]> {
    const { wardBoard } = await hospital.bea.ask<AgeAnswer>(AGE);
    return wardBoard.age.reasons;
  }

  /** What the cut service answers from its documents. */
  async function list(service: ServiceName): Promise<boolean> {
    if (service === 'ipm') return answered(hospital.ina.ask(LINKS));
    return answered(hospital.bea.ask(service === 'patients' ? SEARCH : TASKS));
  }

  async function isTold(service: ServiceName, engine: EngineName): Promise<void> {
    const told = await certain('it is told', TELLS_WITHIN_MS, async () => {
      const said = await hospital.tells(service);
      return said.status === 503 ? said : undefined;
    });
    expect(told).toStrictEqual({ status: 503, health: 200, reasons: [AWAY[engine]] });
  }

  /** What is asked and sent during a cut; what it is refused it must be refused by name. */
  async function during([service, engine, how, goes]: Cut, bed: string, sending: Promise<boolean>): Promise<void> {
    const asking = [hold(bed), answered(hospital.bea.ask(SEARCH)), list(service)] as const;
    if (goes.acknowledged) expect(await sending).toBe(true);
    if (goes.shown) await hospital.screen.until(occupancyAfter(hospital.sent()));
    if (goes.needless || mayGoUnnoticed(engine, how)) {
      await new Promise((resolve) => setTimeout(resolve, LONGEST_CALL_MS));
      if (goes.needless) expect(await hospital.tells(service)).toStrictEqual(READY);
      return;
    }
    await isTold(service, engine);
    const said = await reasons();
    if (goes.says !== undefined) expect(said).toContain(goes.says);
    else expect(ours(said)).toHaveLength(0);
    expect((await hospital.spooled()) > 0).toBe(service === 'gateway');
    // Whoever asks through a silence waits for as long as a call may take.
    const [acted, searched, listed] = await Promise.all(asking);
    if (goes.answers) expect({ acted, searched, listed }).toStrictEqual(goes.answers);
    for (const other of SERVICES.filter((name) => name !== service))
      expect(await becoming(READY, TELLS_WITHIN_MS, async () => hospital.tells(other))).toStrictEqual(READY);
  }

  it.each(cuts.map((cut, index) => ({ cut, name: `${cut[0]}, ${cut[1]}, ${cut[2]}`, index })))(
    'goes on as far as it can, says so, and recovers: $name',
    async ({ cut, index }) => {
      const [service, engine, how, goes] = cut;
      const way = hospital.engines.way(service, engine);
      const bed = FREE_BEDS[index % FREE_BEDS.length] ?? '';
      way[how]();
      const sending = hospital.sendNext(TELLS_WITHIN_MS + RECOVERS_WITHIN_MS);
      try {
        await during(cut, bed, sending);
        expect(await Promise.race([sending, Promise.resolve('none yet')])).toBe(goes.acknowledged || 'none yet');
      } finally {
        way.mend();
        // Else the next case would be sent the same message.
        await sending;
      }
      expect(await sending).toBe(true);
      await certain('the bed is held', RECOVERS_WITHIN_MS, async () => (await hold(bed)) || undefined);
      expect(await becoming(READY, RECOVERS_WITHIN_MS, async () => hospital.tells(service))).toStrictEqual(READY);
      await certain('it lists', RECOVERS_WITHIN_MS, async () => (await list(service)) || undefined);
      await hospital.screen.until(occupancyAfter(hospital.sent()));
      await certain('the audit is in its store', RECOVERS_WITHIN_MS, async () =>
        (await hospital.spooled()) === 0 ? true : undefined,
      );
    },
  );

  it('has lost nothing, and done nothing twice', async () => {
    const wanted = [...controlIds(hospital.sent())].sort();
    const applied = async (): Promise<readonly string[]> => {
      const { messages } = await hospital.ina.ask<AppliedAnswer>(APPLIED);
      return Array.from(messages.nodes, ({ controlId }) => controlId).sort();
    };
    expect(await becoming(wanted, RECOVERS_WITHIN_MS, applied)).toStrictEqual(wanted);
    expect(await hospital.bea.ask(HELD)).toMatchObject({
      hospitalBoard: { totals: { reserved: Math.min(cuts.length, FREE_BEDS.length) } },
    });
    const told = await toldOnBus(
      hospital.engines.engines.of('kafka').url,
      (seen) => seen.subjects('ipm') === hospital.sent() && seen.subjects('patients') === peopleAfter(hospital.sent()),
    );
    expect(told.broken()).toStrictEqual([]);
    for (const service of SERVICES) expect(hospital.of(service).output()).not.toContain('A part has stopped');
  });
});
