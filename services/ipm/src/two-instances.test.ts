import { documentsAway } from '@flow/platform/documents/testing';
import { prefixedDocuments } from '@flow/platform/documents/prefixed-documents';
import { until } from '@flow/platform/running/testing';
import { ends } from './testing/asked';
import { adt, framed } from './testing/messages';
import { openTestSite, type TestIpm, type TestSite } from './testing/running-ipm';

let site: TestSite;
beforeEach(async () => {
  site = await openTestSite();
});
afterEach(() => site.close());

const PATIENTS = 10;

/** An admission and a transfer of each patient, both through this instance. */
async function send(ipm: TestIpm, prefix: string): Promise<void> {
  const peer = await ipm.connect();
  for (let n = 0; n < PATIENTS; n += 1) {
    await peer.send(framed(adt('A01', `${prefix}${n}`, { controlId: `${prefix}${n}a` })));
    await peer.send(framed(adt('A02', `${prefix}${n}`, { controlId: `${prefix}${n}b`, at: '20260105100000' })));
  }
  await peer.replies(2 * PATIENTS);
}

describe('two instances over one inbox', () => {
  it('both receive, and every message is told once, in the order of its patient', async () => {
    const [one, two] = await Promise.all([site.start(), site.start()]);
    await Promise.all([send(one, 'X'), send(two, 'Y')]);
    const all = await ends(two, 4 * PATIENTS);
    expect(all.filter((end) => !end.endsWith(' APPLIED'))).toStrictEqual([]);
    expect(await ends(one, 4 * PATIENTS)).toStrictEqual(all);
    expect(site.owners.tellings).toBe(8 * PATIENTS);
    const stays = site.owners.taking('TellStay');
    const orders = new Map<string, string[]>();
    for (const { patientId, told } of stays)
      orders.set(String(patientId), [...(orders.get(String(patientId)) ?? []), String(told)]);
    expect(new Set([...orders.values()].map((order) => order.join()))).toStrictEqual(new Set(['ADMITTED,TRANSFERRED']));
  });

  it('go on with one when the other stops', async () => {
    const [one, two] = await Promise.all([site.start(), site.start()]);
    await send(one, 'X');
    await one.stop();
    await send(two, 'Y');
    const all = await ends(two, 4 * PATIENTS);
    expect(all.filter((end) => !end.endsWith(' APPLIED'))).toStrictEqual([]);
  });

  it('have what a restore lost told again by one of them, before either goes on', async () => {
    const one = await site.start();
    await send(one, 'X');
    await ends(one, 2 * PATIENTS);
    await one.stop();
    const told = site.owners.tellings;
    const forgotten = { two: new Set<string>(), three: new Set<string>() };
    // Whoever has it for the first time cannot read at once what was done of it.
    let refused = 0;
    const isAway = (collection: string) => collection === 'ipm-put-back' && ++refused <= 2;
    const startNoting = async (forgets: Set<string>) =>
      site.start({
        inbox: {
          ...site.engines.inbox,
          async deleteStream(stream, expected) {
            forgets.add(stream);
            await site.engines.inbox.deleteStream(stream, expected);
          },
        },
        documents: documentsAway(prefixedDocuments(site.engines.documents, 'life-'), isAway),
        putBack: { noticedAt: '2026-01-06T09:00:00.000Z', eventsTo: '2026-01-05T09:00:00.000Z' },
      });
    const [two] = await Promise.all([startNoting(forgotten.two), startNoting(forgotten.three)]);
    await until(() => site.owners.tellings === 2 * told);
    expect([forgotten.two.size, forgotten.three.size].sort()).toStrictEqual([0, 2 * PATIENTS].sort());
    expect(await ends(two, 2 * PATIENTS)).toHaveLength(2 * PATIENTS);
  });
});
