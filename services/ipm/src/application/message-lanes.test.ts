import { hl7, msh, testPartner } from '../domain/decode/testing';
import type { Settlement } from '../domain/ledger/settlement';
import { emptyTestStore, receivedText, startTestInterface, type TestStore } from './testing';
import { TestOwners } from './testing-owners';

const PV1 = (ward: string, visit: string) => `PV1|1|I|${ward}${'|'.repeat(16)}${visit}`;
let minute = 0;
const message = (event: string, number: string, ...more: string[]) => {
  minute += 1;
  const at = `202601050${String(8 + Math.floor(minute / 60))}${String(minute % 60).padStart(2, '0')}00`.slice(0, 14);
  return hl7(msh(`ADT^${event}`, { controlId: `C${minute}`, sentAt: at }), `EVN||${at}`, `PID|1||${number}`, ...more);
};

const ledgerOf = (store: TestStore, messageId: string) => store.ledgers.get(messageId) ?? [];
const outcome = (store: TestStore, messageId: string): Settlement | undefined => {
  const last = ledgerOf(store, messageId).at(-1);
  return last?.type === 'MessageSettled' ? last.settlement : undefined;
};
const laneEvents = (store: TestStore) => [...store.lanes.values()].flat().map(({ type }) => type);

beforeEach(() => {
  minute = 0;
});

describe('a message on its way', () => {
  it('is written down before it is told, and after', async () => {
    const store = emptyTestStore();
    const owners = new TestOwners();
    store.inbox.push(receivedText(message('A01', 'N1', PV1('A1', 'V1')), 'm1'));
    owners.before = () => expect(ledgerOf(store, 'm1').map(({ type }) => type)).toStrictEqual(['MessageDecoded']);
    await startTestInterface({ store, owners }).run();
    expect(ledgerOf(store, 'm1')).toMatchObject([
      { type: 'MessageDecoded', decoding: 1, configVersion: 'v1', event: 'A01' },
      {
        type: 'MessageSettled',
        decoding: 1,
        settlement: {
          outcome: 'applied',
          effects: [
            { index: 0, owner: 'patients', patientIds: ['patient-N1'], tasks: [], changed: true },
            { index: 1, owner: 'beds', patientIds: ['patient-N1'], tasks: [], changed: true },
          ],
        },
      },
    ]);
  });

  it('is told again after a crash, under the same decoding', async () => {
    const store = emptyTestStore();
    const owners = new TestOwners();
    store.inbox.push(receivedText(message('A01', 'N1', PV1('A1', 'V1')), 'm1'));
    const first = startTestInterface({ store, owners });
    owners.before = (what) => {
      if (what !== 'stay') return;
      first.die();
      throw new Error('The process died here.');
    };
    await first.run();
    expect(ledgerOf(store, 'm1').map(({ type }) => type)).toStrictEqual(['MessageDecoded']);
    owners.before = () => undefined;
    await startTestInterface({ store, owners }).run();
    expect(ledgerOf(store, 'm1').map(({ type }) => type)).toStrictEqual(['MessageDecoded', 'MessageSettled']);
    expect(owners.set).toHaveLength(2);
  });

  it('waits for an owner that does not answer, while other patients go on', async () => {
    const store = emptyTestStore();
    const owners = new TestOwners();
    const texts = [message('A31', 'N1'), message('A31', 'N2'), message('A31', 'N1')];
    texts.forEach((text, index) => store.inbox.push(receivedText(text, `m${index}`)));
    const order: string[] = [];
    let failures = 3;
    owners.refuse = (what, number) => {
      if (what !== 'person') return undefined;
      if (number === 'N1' && failures > 0) {
        failures -= 1;
        throw new Error('No answer.');
      }
      order.push(number ?? '');
      return undefined;
    };
    await startTestInterface({ store, owners }).run();
    expect(order).toStrictEqual(['N2', 'N1', 'N1']);
    expect(['m0', 'm1', 'm2'].map((id) => outcome(store, id)?.outcome)).toStrictEqual([
      'applied',
      'applied',
      'applied',
    ]);
    expect(laneEvents(store)).toStrictEqual([]);
  });

  it('is nothing new when it comes again, and something new with other content', async () => {
    const store = emptyTestStore();
    const text = message('A31', 'N1');
    const other = text.replace('PID|1||N1', 'PID|1||N1||OTHER');
    [text, text, other].forEach((one, index) => store.inbox.push(receivedText(one, `m${index}`)));
    await startTestInterface({ store, owners: new TestOwners() }).run();
    expect(outcome(store, 'm1')).toStrictEqual({ outcome: 'duplicate', of: 'm0' });
    expect(outcome(store, 'm2')).toMatchObject({ outcome: 'applied' });
    expect(ledgerOf(store, 'm2').at(-1)).toMatchObject({ collision: true });
  });

  it('is ignored, held or quarantined with its reason', async () => {
    const store = emptyTestStore();
    const texts = [hl7(msh('ACK^A01')), hl7(msh('SIU^S12')), hl7(msh('ADT^A31'), 'PID|1')];
    texts.forEach((text, index) => store.inbox.push(receivedText(text, `m${index}`)));
    await startTestInterface({ store, owners: new TestOwners() }).run();
    expect(['m0', 'm1', 'm2'].map((id) => outcome(store, id))).toStrictEqual([
      { outcome: 'ignored', rule: 'ACKNOWLEDGEMENT' },
      { outcome: 'held', heldFor: 'booking' },
      { outcome: 'quarantined', reason: 'NO_PATIENT_IDENTIFIER', lanes: [] },
    ]);
  });
});

describe('quarantine', () => {
  const swap = () => message('A17', 'N1', PV1('A1^^02', 'V1'), 'PID|1||N2', PV1('A1^^01', 'V2'));

  it('keeps a swap until both patients are known, and heals by itself', async () => {
    const store = emptyTestStore();
    const owners = new TestOwners();
    store.inbox.push(receivedText(swap(), 'swap'));
    await startTestInterface({ store, owners }).run();
    expect(outcome(store, 'swap')).toMatchObject({ outcome: 'quarantined', reason: 'PATIENT_UNKNOWN' });
    expect(laneEvents(store)).toStrictEqual(['MessageParked', 'MessageParked']);
    store.inbox.push(receivedText(message('A01', 'N1', PV1('A1^^01', 'V1')), 'm1'));
    await startTestInterface({ store, owners }).run();
    expect(outcome(store, 'swap')).toMatchObject({ reason: 'PATIENT_UNKNOWN' });
    store.inbox.push(receivedText(message('A01', 'N2', PV1('A1^^02', 'V2')), 'm2'));
    await startTestInterface({ store, owners }).run();
    expect(outcome(store, 'swap')).toMatchObject({ outcome: 'applied' });
    expect(laneEvents(store).filter((type) => type === 'MessageUnparked')).toHaveLength(2);
  });

  it('parks only that patient, and only where it is in doubt who it is', async () => {
    const store = emptyTestStore();
    const owners = new TestOwners();
    let conflict = true;
    owners.refuse = (what, number) =>
      conflict && what === 'person' && number === 'N1' ? 'IDENTIFIERS_CONFLICT' : undefined;
    const texts = [message('A31', 'N1'), message('A31', 'N1'), message('A31', 'N2')];
    texts.forEach((text, index) => store.inbox.push(receivedText(text, `m${index}`)));
    const one = startTestInterface({ store, owners });
    await one.run();
    expect(['m0', 'm1', 'm2'].map((id) => outcome(store, id))).toMatchObject([
      { outcome: 'quarantined', reason: 'PATIENTS_IDENTIFIERS_CONFLICT' },
      { outcome: 'quarantined', reason: 'BEHIND_QUARANTINED' },
      { outcome: 'applied' },
    ]);
    conflict = false;
    await one.lanes.reconsider('m0');
    await one.run();
    expect(['m0', 'm1'].map((id) => outcome(store, id)?.outcome)).toStrictEqual(['applied', 'applied']);
  });

  it('heals when the configuration says how to read it', async () => {
    const store = emptyTestStore();
    const owners = new TestOwners();
    store.inbox.push(receivedText(message('A31', 'N1^^^EVO'), 'm0'));
    await startTestInterface({ store, owners }).run();
    expect(outcome(store, 'm0')).toMatchObject({ reason: 'NO_PATIENT_IDENTIFIER' });
    const hospitalNumber = { authority: 'RXX', toldAs: ['EVO'], types: [] };
    const partner = () => testPartner({ version: 'v2', hospitalNumber });
    await startTestInterface({ store, owners, partner }).lanes.reconsider('m0');
    expect(outcome(store, 'm0')).toMatchObject({ outcome: 'applied' });
    expect(ledgerOf(store, 'm0').at(-1)).toMatchObject({ decoding: 1, configVersion: 'v2' });
  });
});

describe('a new map', () => {
  it('tells a place that had no name as the next decoding, and closes the task', async () => {
    const store = emptyTestStore();
    const owners = new TestOwners();
    store.inbox.push(receivedText(message('A01', 'N1', PV1('Q9', 'V1')), 'm0'));
    await startTestInterface({ store, owners }).run();
    expect([outcome(store, 'm0')?.outcome, store.tasks.size]).toStrictEqual(['applied', 1]);
    const { components } = testPartner().location;
    const location = { components, places: [{ ward: 'Q9', wardId: 'A9' }] };
    const again = startTestInterface({ store, owners, partner: () => testPartner({ version: 'v2', location }) });
    await again.lanes.reconsider('m0');
    await again.lanes.reconsider('m0');
    expect(ledgerOf(store, 'm0').map((event) => [event.type, 'decoding' in event && event.decoding])).toStrictEqual([
      ['MessageDecoded', 1],
      ['MessageSettled', 1],
      ['MessageDecoded', 2],
      ['MessageSettled', 2],
    ]);
    expect(owners.set.filter((what) => what.includes('"wardId":"A9"'))).toHaveLength(1);
    expect(store.tasks.size).toBe(0);
  });
});

describe('a later decoding', () => {
  const evoNumbers = { authority: 'RXX', toldAs: ['EVO'], types: [] };
  const partner = () => testPartner({ version: 'v2', hospitalNumber: evoNumbers });
  const two = (first: string, second: string) => `${first}^^^PAS~${second}^^^EVO`;
  const told = async (text: string) => {
    const store = emptyTestStore();
    const owners = new TestOwners();
    store.inbox.push(receivedText(text, 'm0'));
    const pas = { authority: 'RXX', toldAs: ['PAS'], types: [] };
    await startTestInterface({ store, owners, partner: () => testPartner({ hospitalNumber: pas }) }).run();
    return { store, owners };
  };
  const admission = () => message('A01', two('N1', 'N2'), PV1('A1', ''));

  it('takes back what the one before said of a stay that it does not name, after it has told its own', async () => {
    const { store, owners } = await told(admission());
    const order: string[] = [];
    owners.before = (what) => void order.push(what);
    await startTestInterface({ store, owners, partner }).lanes.reconsider('m0');
    expect(order).toStrictEqual(['person', 'stay', 'withdrawn']);
    expect(owners.withdrawn).toStrictEqual([{ messageId: 'm0', decoding: 2, patientId: 'patient-N1' }]);
    expect(outcome(store, 'm0')).toMatchObject({
      effects: [{ index: 0 }, { index: 1, patientIds: ['patient-N2'] }, { index: 3, patientIds: ['patient-N1'] }],
    });
  });

  it('takes it back also where the process died before', async () => {
    const { store, owners } = await told(admission());
    const first = startTestInterface({ store, owners, partner });
    owners.before = (what) => {
      if (what !== 'withdrawn') return;
      first.die();
      throw new Error('The process died here.');
    };
    void first.lanes.reconsider('m0');
    while (ledgerOf(store, 'm0').length < 3 || owners.told.size < 2) await new Promise(setImmediate);
    owners.before = () => undefined;
    await startTestInterface({ store, owners, partner }).run();
    expect(owners.withdrawn).toStrictEqual([{ messageId: 'm0', decoding: 2, patientId: 'patient-N1' }]);
    expect(outcome(store, 'm0')).toMatchObject({ outcome: 'applied' });
  });

  it('takes nothing back of a visit that it names too', async () => {
    const { store, owners } = await told(message('A01', two('N1', 'N2'), PV1('A1', 'V1^^^RXX')));
    await startTestInterface({ store, owners, partner }).lanes.reconsider('m0');
    expect(ledgerOf(store, 'm0')).toHaveLength(4);
    expect(owners.withdrawn).toStrictEqual([]);
  });
});

describe('merges', () => {
  it('put what comes later for the retired number into the lane of the survivor', async () => {
    const store = emptyTestStore();
    const owners = new TestOwners();
    const texts = [message('A40', 'N1', 'MRG|N2'), message('A31', 'N1'), message('A31', 'N2')];
    texts.forEach((text, index) => store.inbox.push(receivedText(text, `m${index}`)));
    const running: string[] = [];
    let active = 0;
    let together = 0;
    owners.before = (what) => {
      if (what !== 'person' && what !== 'merge') return;
      running.push(what);
      active += 1;
      together = Math.max(together, active);
      queueMicrotask(() => (active -= 1));
    };
    await startTestInterface({ store, owners }).run();
    expect([running, together]).toStrictEqual([['merge', 'person', 'person'], 1]);
    expect(laneEvents(store)).toStrictEqual(['LaneJoined']);
  });
});
