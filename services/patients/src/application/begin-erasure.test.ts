import type { CommandContext } from '@flow/platform/decider/handler';
import { openTestEngines } from '@flow/platform/engines/testing';
import type { Engines } from '@flow/platform/engines/engines';
import { systemClock } from '@flow/platform/time/clock';
import { instant } from '@flow/platform/time/instant';
import { storedErasures } from '../adapters/eventstore/streams';
import type { ErasureOrder } from '../domain/erasure';
import { patientId } from '../domain/ids';
import { beginErasure } from './begin-erasure';
import type { Erasures } from './ports';

const AMAL = patientId('0b5f1c7e-3d43-4c8a-9f6e-2a1b3c4d5e6f');
const AT = '2026-01-31T12:00:00.000Z';
const ORDER: ErasureOrder = {
  ...{ patientId: AMAL, patientIds: [AMAL], claims: [], by: 'iggy' },
  ...{ reason: 'COURT_ORDER', at: instant(AT) },
};
const context = (validUntil: string): CommandContext => ({
  ...{ commandId: 'c1', inputHash: 'h', correlationId: 'c1', causationId: 'c1' },
  actor: { user: 'iggy', role: 'ig-officer' },
  origin: 'user',
  entryMode: 'live',
  validUntil: instant(validUntil),
});

let engines: Engines;
let kept: ErasureOrder[];
const orders = { keep: (order: ErasureOrder) => Promise.resolve(void kept.push(order)) };
const erasures = (): Erasures =>
  storedErasures({ store: engines.events, clock: systemClock, siteKey: engines.siteKey });
beforeEach(async () => {
  engines = await openTestEngines({ hostile: false });
  kept = [];
});
afterEach(async () => engines.close());

it('keeps nothing of an order that came too late', async () => {
  expect(
    await beginErasure({ orders, erasures: erasures() }, ORDER, context('2026-01-31T11:59:59.999Z')),
  ).toBeUndefined();
  expect([kept, (await erasures().load(AMAL)).state]).toStrictEqual([[], null]);
});

it('begins what came in time, however long it took to keep it', async () => {
  const begun = await beginErasure({ orders, erasures: erasures() }, ORDER, context(AT));
  expect([begun, kept]).toMatchObject([ORDER, [ORDER]]);
});

it('refuses no order that is kept: it is begun by somebody else at this moment, or an error says that it stands', async () => {
  const losing: Erasures = { ...erasures(), handle: () => Promise.resolve({ outcome: 'contended' }) };
  await expect(beginErasure({ orders, erasures: losing }, ORDER, context(AT))).rejects.toThrow('is kept and could not');
  await beginErasure({ orders, erasures: erasures() }, ORDER, context(AT));
  expect(await beginErasure({ orders, erasures: losing }, ORDER, context(AT))).toMatchObject(ORDER);
});
