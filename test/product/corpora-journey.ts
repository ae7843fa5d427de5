import { readMessages } from '@flow/app/feed/message-files';
import { sendMessages } from '@flow/app/feed/send';
import { splitMessages } from '@flow/app/feed/split-messages';
import { countsLine } from '@flow/app/feed/tally';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Asking } from './asking';
import { certain } from './certain';
import type { OpenSite, Site } from './site';

const DATA = join(__dirname, '..', 'data');

interface Told {
  readonly id: string;
  readonly controlId: string | null;
  readonly messageType: string | null;
  readonly status: string;
  readonly reason: string | null;
  readonly collision: boolean;
  readonly content: string;
  readonly reply: { readonly code: string } | null;
}
interface Page {
  readonly messages: {
    readonly nodes: readonly Told[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

const MESSAGES = `query ($after: String) { messages(first: 50, after: $after, filter: { partner: "corpora" }) {
  nodes { id controlId messageType status reason collision content reply { code } } pageInfo { hasNextPage endCursor } } }`;

const BOARD = '{ hospitalBoard { wards { id counts { occupied waiting toSettle } } totals { occupied waiting } } }';

/** Every message of the partner. */
async function everyMessage(ina: Asking): Promise<readonly Told[]> {
  const all: Told[] = [];
  for (let after: string | undefined; ;) {
    const { messages } = await ina.ask<Page>(MESSAGES, { after });
    all.push(...messages.nodes);
    if (!messages.pageInfo.hasNextPage) return all;
    after = messages.pageInfo.endCursor;
  }
}

/** What of a message is the same in every character set. */
const keyOf = (text: string): string => text.replace(/[^\x20-\x7e]/g, '');

/** The file that was judged message by message: hl7-outcomes.md beside it says how. */
const reviewed = readFileSync(join(DATA, 'hl7-outcomes.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [file = '', event = '', outcome = '', reason = ''] = line.split('\t');
    const [message] = splitMessages(readFileSync(join(DATA, 'hl7', file)));
    const key = keyOf(message?.toString('latin1') ?? '');
    return { key, is: [event, outcome.toUpperCase(), reason].join(' ').trimEnd() };
  });

/** What is told of a message: of a repeated one, what is told of that which it repeats. */
function toldOf(message: Told, byId: ReadonlyMap<string, Told>): string {
  const { messageType, status, reason } = (message.status === 'DUPLICATE' && byId.get(message.reason ?? '')) || message;
  return [messageType, status, reason ?? ''].join(' ').trimEnd();
}

const numberOf = <T>(all: readonly T[], isSo: (one: T) => boolean): number => all.filter(isSo).length;

const OUTCOMES = ['APPLIED', 'IGNORED', 'HELD', 'QUARANTINED', 'DUPLICATE'];
const settledAs = (told: readonly Told[]): readonly number[] =>
  OUTCOMES.map((outcome) => numberOf(told, ({ status }) => status === outcome));

/** As the sender's own MSH segment says: who and which. */
const sent = ({ controlId, content }: Told): string => [content.split('|').slice(2, 4), controlId].join('|');

function shared(told: readonly Told[]): number {
  const contents = new Map<string, Set<string>>();
  for (const each of told) contents.set(sent(each), (contents.get(sent(each)) ?? new Set()).add(keyOf(each.content)));
  return numberOf(told, (each) => each.controlId !== null && (contents.get(sent(each))?.size ?? 0) > 1);
}

/** Who looked, what came, and that the store lives: they grow by a message that changes nothing, too. */
const GROWS = /^(audit|inbox|ledger|storeMark)-/;

/** The last revision of each stream of a service's own. */
async function written({ stored }: Site): Promise<Readonly<Record<string, number>>> {
  const events = await stored();
  return Object.fromEntries(
    events.filter(({ stream }) => !GROWS.test(stream)).map(({ stream, revision }) => [stream, revision]),
  );
}

/** What a product makes of the public corpora, through the port of the partner `corpora`. */
export function corporaJourney(open: OpenSite): void {
  let site: Site;
  let ina: Asking;

  async function feed(): Promise<string> {
    const to = { host: '127.0.0.1', port: site.here.product.listening.mllp['corpora'] ?? 0 };
    const messages = await readMessages([join(DATA, 'hl7')]);
    const counts = await sendMessages(messages, { ...to, onProgress: () => undefined });
    await site.here.settled();
    return countsLine(counts);
  }
  /** Stories come a moment after the outcomes that they tell of. */
  async function whenSettled(count: number): Promise<readonly Told[]> {
    return certain(`${count} messages have an outcome`, 60_000, async () => {
      const told = await everyMessage(ina);
      const settled = settledAs(told).reduce((sum, each) => sum + each, 0);
      return settled === count && told.length === count ? told : undefined;
    });
  }
  beforeAll(async () => {
    site = await open();
    ina = await site.here.as('ina');
  }, 180_000);
  afterAll(async () => site.close());

  it('has an outcome for each, the one that was reviewed', async () => {
    expect(await feed()).toBe('sent 225: 219 AA, 0 AE, 0 AR, 6 asked for no acknowledgement, 0 unanswered');
    const told = await whenSettled(225);
    const byId = new Map(told.map((each) => [each.id, each]));
    const become = told.map((each) => `${keyOf(each.content)} ${toldOf(each, byId)}`);
    expect(become.sort()).toStrictEqual(reviewed.map(({ key, is }) => `${key} ${is}`).sort());
    expect(settledAs(told)).toStrictEqual([114, 24, 38, 47, 2]);
    expect({
      received: told.length,
      unexplained: numberOf(told, ({ status, reason }) => status !== 'APPLIED' && reason === null),
      withoutControlId: numberOf(told, ({ controlId }) => controlId === null),
      acknowledgements: numberOf(told, ({ reason }) => reason === 'ACKNOWLEDGEMENT'),
      shareControlIdWithOtherContent: shared(told),
      templates: numberOf(told, ({ reason }) => reason === 'TEMPLATE_PLACEHOLDER'),
    }).toStrictEqual({
      received: 225,
      unexplained: 0,
      withoutControlId: 29,
      acknowledgements: 6,
      shareControlIdWithOtherContent: 149,
      templates: 11,
    });
  }, 120_000);

  it('has a task for each place that no map knows, for whoever was told to be deleted, and for what is stuck', async () => {
    const tasks = 'query ($kind: String) { ipmTasks(first: 100, kind: $kind) { nodes { kind } } }';
    const count = async (kind: string, atLeast: number) =>
      certain(`as many tasks ${kind}`, 30_000, async () => {
        const { ipmTasks } = await ina.ask<{ ipmTasks: { nodes: readonly unknown[] } }>(tasks, { kind });
        return ipmTasks.nodes.length < atLeast ? undefined : ipmTasks.nodes.length;
      });
    expect(await count('place-unmapped', 14)).toBe(14);
    expect(await count('person-delete-told', 1)).toBeGreaterThanOrEqual(1);
    expect(await count('message-quarantined', 1)).toBeGreaterThanOrEqual(1);
  }, 60_000);

  it('changes nothing when all of it is fed again', async () => {
    const bea = await site.here.as('bea');
    const before = { events: await written(site), board: await bea.ask(BOARD) };
    expect(await feed()).toBe('sent 225: 219 AA, 0 AE, 0 AR, 6 asked for no acknowledgement, 0 unanswered');
    const told = await whenSettled(450);
    expect({ events: await written(site), board: await bea.ask(BOARD) }).toStrictEqual(before);
    expect(settledAs(told)).toStrictEqual([114, 24, 38, 47, 227]);
  }, 120_000);
}
