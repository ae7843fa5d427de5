import { underLease } from '@flow/platform/running/lease';
import { pause } from '@flow/platform/running/pause';
import { until } from '@flow/platform/running/testing';
import { silentLog } from '@flow/platform/telemetry/log';
import { systemClock } from '@flow/platform/time/clock';
import { laterBy } from '@flow/platform/time/instant';
import { z } from 'zod';
import { adt, framed } from './testing/messages';
import { ends, listed } from './testing/asked';
import { openTestSite, type TestSite } from './testing/running-ipm';

let site: TestSite;
beforeEach(async () => {
  site = await openTestSite();
});
afterEach(() => site.close());

describe('a message', () => {
  it('is acknowledged, told to its owners, and found with its whole story', async () => {
    const ipm = await site.start();
    const peer = await ipm.connect();
    await peer.send(framed(adt('A01', 'N1', { controlId: 'C1' })));
    expect((await peer.replies(1))[0]).toMatch(/MSA\|CA\|C1/);
    expect(await ends(ipm, 1)).toStrictEqual(['C1 APPLIED']);
    expect(site.owners.taking('TellPerson')).toMatchObject([
      { partner: 'ipm', hospitalNumber: { authority: 'RXX', value: 'N1' }, family: 'TEST' },
    ]);
    expect(site.owners.taking('TellStay')).toMatchObject([{ told: 'ADMITTED', place: { wardId: 'A1' } }]);
    const [found] = await listed(ipm, { patientNumber: { authority: 'RXX', value: 'N1' } });
    const story = `query ($id: ID!) { message(id: $id) {
      partner controlId messageType reply { code } content effects { owner patientIds changed } history { what outcome } } }`;
    const { data, shown } = await ipm.ask(story, { id: found?.id });
    expect(data).toMatchObject({
      message: {
        ...{ partner: 'ipm', controlId: 'C1', messageType: 'ADT^A01', reply: { code: 'CA' } },
        content: adt('A01', 'N1', { controlId: 'C1' }),
        effects: [
          { owner: 'patients', changed: true },
          { owner: 'beds', changed: true },
        ],
        history: [{ what: 'RECEIVED' }, { what: 'DECODED' }, { what: 'SETTLED', outcome: 'APPLIED' }],
      },
    });
    const [patientId] = shown;
    expect(await listed(ipm, { patientId })).toStrictEqual([found]);
  });

  it('is applied once, though it comes fifty times and over several connections', async () => {
    const ipm = await site.start();
    const bytes = framed(adt('A01', 'N1', { controlId: 'C1' }));
    const peers = await Promise.all([ipm.connect(), ipm.connect()]);
    for (const peer of peers) for (let nth = 0; nth < 25; nth += 1) await peer.send(bytes);
    await Promise.all(peers.map((peer) => peer.replies(25)));
    const all = await ends(ipm, 50);
    expect(all.filter((one) => one === 'C1 APPLIED')).toHaveLength(1);
    expect(all.filter((one) => one.startsWith('C1 DUPLICATE'))).toHaveLength(49);
    expect(site.owners.tellings).toBe(2);
  });

  it('comes to an outcome whatever it is', async () => {
    await site.configure({ events: { A08: 'ignore', A21: 'hold' } });
    const ipm = await site.start();
    const peer = await ipm.connect();
    await peer.send(framed(adt('A08', 'N1', { controlId: 'C1' })));
    await peer.send(framed(adt('A21', 'N1', { controlId: 'C2' })));
    await peer.send(framed(adt('A01', 'N1', { controlId: 'C3' }).replace('ADT^A01', 'SIU^S12')));
    await peer.send(framed(adt('A01', '', { controlId: 'C4' })));
    await peer.send(framed(adt('A01', 'N2', { controlId: 'C5', ward: 'NOWHERE' })));
    expect(await ends(ipm, 5)).toStrictEqual([
      'C1 IGNORED EVENT_SWITCHED_OFF',
      'C2 HELD partner-switch',
      'C3 HELD booking',
      'C4 QUARANTINED NO_PATIENT_IDENTIFIER',
      'C5 APPLIED',
    ]);
    let kinds: readonly string[] = [];
    await until(async () => {
      const { data } = await ipm.ask('{ ipmTasks { nodes { kind status } } }');
      const { nodes } = data['ipmTasks'] as { nodes: readonly { kind: string; status: string }[] };
      kinds = nodes.map(({ kind, status }) => `${kind} ${status}`).sort();
      return kinds.length === 2;
    });
    expect(kinds).toStrictEqual(['message-quarantined OPEN', 'place-unmapped OPEN']);
  });

  it('is told of on the bus, by ids alone', async () => {
    const ipm = await site.start();
    const peer = await ipm.connect();
    await peer.send(framed(adt('A01', 'N1', { controlId: 'C1' })));
    const values: string[] = [];
    const enough = new AbortController();
    const onBatch = (messages: readonly { readonly value: string }[]) => {
      values.push(...messages.map(({ value }) => value));
      enough.abort();
      return Promise.resolve();
    };
    await site.engines.bus.consume({ group: 'test', topics: ['ipm'], onBatch, signal: enough.signal });
    expect(JSON.parse(values[0] ?? '')).toMatchObject({ data: { partner: 'ipm', outcome: 'applied', reason: null } });
    expect(values.join()).not.toMatch(/TEST|ANN|N1"/);
  });
});

describe('a swap of somebody unknown', () => {
  it('heals by itself when what was missing comes', async () => {
    const ipm = await site.start();
    const peer = await ipm.connect();
    await peer.send(framed(adt('A01', 'N1', { controlId: 'C1' })));
    await ends(ipm, 1);
    const [msh, evn, pid, pv1] = adt('A17', 'N1', { controlId: 'C2', at: '20260105110000' }).split('\r');
    const [, , pid2, pv12] = adt('A17', 'N2', { controlId: 'C2' }).split('\r');
    await peer.send(framed([msh, evn, pid, pv1, pid2, pv12, ''].join('\r')));
    expect(await ends(ipm, 2)).toStrictEqual(['C1 APPLIED', 'C2 QUARANTINED PATIENT_UNKNOWN']);
    await peer.send(framed(adt('A01', 'N2', { controlId: 'C3' })));
    const healed = await ends(ipm, 3, ({ status }) => status === 'APPLIED');
    expect(healed).toStrictEqual(['C1 APPLIED', 'C2 APPLIED', 'C3 APPLIED']);
    expect(site.owners.taking('TellSwap')).toHaveLength(1);
  });
});

describe('a partner’s map', () => {
  it('is taken without a restart, and what it did not know is told again', async () => {
    const ipm = await site.start();
    const peer = await ipm.connect();
    await peer.send(framed(adt('A01', 'N1', { controlId: 'C1', ward: 'B2' })));
    await ends(ipm, 1);
    expect(JSON.stringify(site.owners.taking('TellStay')[0])).toMatch(/"unmappedPlaceId":"/);
    await site.configure({ location: { places: [{ ward: 'B2', wardId: 'B2' }] } });
    await until(() => site.owners.taking('TellStay').length === 2);
    expect(site.owners.taking('TellStay')[1]).toMatchObject({ decoding: 2, place: { wardId: 'B2' } });
    await until(async () => {
      const { data } = await ipm.ask('{ ipmTasks(status: CLOSED) { nodes { kind } } }');
      return JSON.stringify(data).includes('place-unmapped');
    });
  });
});

describe('links', () => {
  const link = z.object({
    ...{ connected: z.boolean(), everHeard: z.boolean() },
    ...{ lastHeardAt: z.string().nullable(), completeUpTo: z.string().nullable() },
  });

  it('are complete up to now while connected with nothing unsettled, and to the last settled else', async () => {
    const ipm = await site.start();
    const ask = async () =>
      JSON.stringify((await ipm.ask('{ links { connected unsettled completeUpTo } }', {}, 'bed-manager')).data);
    expect(await ask()).toBe('{"links":[{"connected":false,"unsettled":0,"completeUpTo":null}]}');
    let answer: () => void = () => undefined;
    site.owners.before = () => new Promise((resolve) => (answer = resolve));
    const peer = await ipm.connect();
    await peer.send(framed(adt('A01', 'N1', { controlId: 'C1' })));
    await until(() => site.owners.tellings === 1);
    expect(await ask()).toBe('{"links":[{"connected":true,"unsettled":1,"completeUpTo":null}]}');
    site.owners.before = () => undefined;
    answer();
    await until(async () => /"unsettled":0,"completeUpTo":"/.test(await ask()));
  });

  it('are not complete after a start, before what was stored in an earlier life is taken up', async () => {
    const over = new AbortController();
    await new Promise<void>((owned) => {
      const lease = { documents: site.engines.documents, name: 'ipm-intake', instance: 'another', log: silentLog };
      void underLease({ ...lease, signal: over.signal }, async (signal) => {
        owned();
        await pause(60_000, signal);
      });
    });
    const before = await site.start();
    const peer = await before.connect();
    await peer.send(framed(adt('A01', 'N1', { controlId: 'C1' })));
    await peer.replies(1);
    await before.stop();
    const ipm = await site.start();
    await ipm.connect();
    const ask = async () => JSON.stringify((await ipm.ask('{ links { unsettled lastHeardAt completeUpTo } }')).data);
    expect(await ask()).toMatch(/"unsettled":1,"lastHeardAt":"[^"]+","completeUpTo":null/);
    over.abort();
    await until(async () => /"unsettled":0,"lastHeardAt":"[^"]+","completeUpTo":"/.test(await ask()));
  });

  it('that are down are complete up to nobody knows when, once the clock was a day ahead and a new life does not know', async () => {
    let aheadMs = 86_400_000;
    const now = () => laterBy(systemClock.now(), aheadMs);
    await site.close();
    site = await openTestSite({ ...systemClock, now });
    const first = await site.start();
    const peer = await first.connect();
    await peer.send(framed(adt('A01', 'N1', { controlId: 'C1' })));
    await ends(first, 1);
    const asked = async (ipm: typeof first) => {
      const { data } = await ipm.ask('{ links { connected everHeard lastHeardAt completeUpTo } }');
      return z.object({ links: z.array(link).length(1) }).parse(data).links[0];
    };
    aheadMs = 0;
    const before = systemClock.now();
    peer.socket.destroy();
    await until(async () => (await asked(first))?.connected === false);
    const here = await asked(first);
    expect(here?.completeUpTo).toBe(here?.lastHeardAt);
    expect(Date.parse(here?.completeUpTo ?? '')).toBeLessThanOrEqual(Date.parse(before));
    await first.stop();
    const unknown = { connected: false, everHeard: true, lastHeardAt: null, completeUpTo: null };
    const second = await site.start();
    expect(await asked(second)).toStrictEqual(unknown);
    await second.stop();
    // The clock comes so far at last, and what was forgotten stays so.
    aheadMs = 2 * 86_400_000;
    expect(await asked(await site.start())).toStrictEqual(unknown);
  });
});
