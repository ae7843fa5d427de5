import { until } from '@flow/platform/running/testing';
import { ends } from './testing/asked';
import { adt, framed } from './testing/messages';
import { patientIdOf } from './testing/owner-peers';
import { openTestSite, type TestIpm, type TestSite } from './testing/running-ipm';
import { seen, seenAs, worked } from './testing/worked';

let site: TestSite;
let ipm: TestIpm;
beforeEach(async () => {
  site = await openTestSite();
  ipm = await site.start();
});
afterEach(() => site.close());

async function receive(...texts: readonly string[]): Promise<void> {
  const peer = await ipm.connect();
  for (const text of texts) await peer.send(framed(text));
  await peer.replies(texts.length);
}

const nameless = adt('A01', '', { controlId: 'C1' });
const conflict = (number: string) => {
  site.owners.refuse = ({ operation, input }) =>
    operation === 'TellPerson' && input.hospitalNumber?.value === number ? 'IDENTIFIERS_CONFLICT' : undefined;
};

describe('a message in quarantine', () => {
  it('is retried as the next decoding, and applied when what was wrong is right', async () => {
    conflict('N1');
    await receive(adt('A01', 'N1', { controlId: 'C1' }));
    const stuck = await seenAs(ipm, 'C1', 'QUARANTINED');
    expect(await worked(ipm, 'retryMessage', stuck)).toMatchObject({
      done: true,
      message: { status: 'QUARANTINED', reason: 'PATIENTS_IDENTIFIERS_CONFLICT', decoding: 2 },
    });
    site.owners.refuse = () => undefined;
    const again = await seen(ipm, stuck.id);
    expect(await worked(ipm, 'retryMessage', again)).toMatchObject({ message: { status: 'APPLIED', decoding: 3 } });
    expect(site.owners.taken.size).toBe(2);
  });

  it('is edited and told, and what came is kept', async () => {
    await receive(nameless);
    const stuck = await seenAs(ipm, 'C1', 'QUARANTINED');
    const text = adt('A01', 'N1', { controlId: 'C1' }).replaceAll('\r', '\n');
    const edit = await worked(ipm, 'editAndReplayMessage', stuck, { text, reason: 'WRONG_IDENTIFIER' });
    expect(edit).toMatchObject({ done: true, message: { status: 'APPLIED', edits: 1 } });
    const { data } = await ipm.ask(`{ message(id: "${stuck.id}") {
      content editedContent history { what by reason outcome } } }`);
    expect(data).toMatchObject({
      message: {
        content: nameless,
        editedContent: adt('A01', 'N1', { controlId: 'C1' }),
        history: [
          { what: 'RECEIVED' },
          { what: 'SETTLED', outcome: 'QUARANTINED' },
          { what: 'EDITED', by: 'x', reason: 'WRONG_IDENTIFIER' },
          { what: 'DECODED', by: null },
          { what: 'SETTLED', outcome: 'APPLIED' },
        ],
      },
    });
  });

  it('is edited again from the last edit where that goes wrong too', async () => {
    await receive(nameless);
    const stuck = await seenAs(ipm, 'C1', 'QUARANTINED');
    const wrong = nameless.replace('TEST', 'OTHER');
    const first = await worked(ipm, 'editAndReplayMessage', stuck, { text: wrong, reason: 'MALFORMED' });
    expect(first).toMatchObject({ message: { status: 'QUARANTINED', edits: 1 } });
    const again = await seen(ipm, stuck.id);
    expect(await worked(ipm, 'editAndReplayMessage', again, { text: wrong, reason: 'OTHER' })).toMatchObject({
      code: 'UNCHANGED',
    });
    const right = adt('A01', 'N1', { controlId: 'C1', family: 'OTHER' });
    expect(await worked(ipm, 'editAndReplayMessage', again, { text: right, reason: 'OTHER' })).toMatchObject({
      message: { status: 'APPLIED', edits: 2 },
    });
  });

  it('is not edited into another message, and is told where the text is at fault', async () => {
    await receive(nameless);
    const stuck = await seenAs(ipm, 'C1', 'QUARANTINED');
    const text = adt('A01', 'N1', { controlId: 'C2', family: '\u0141' });
    expect(await worked(ipm, 'editAndReplayMessage', stuck, { text, reason: 'OTHER' })).toMatchObject({
      code: 'EDIT_FAULTS',
      faults: [
        { code: 'CONTROL_ID_CHANGED', segment: 'MSH', occurrence: 1, field: 10 },
        { code: 'CHARACTER_NOT_IN_CHARSET', segment: 'PID', occurrence: 1, field: 5 },
      ],
    });
    expect(await seen(ipm, stuck.id)).toStrictEqual(stuck);
  });

  it('is skipped, lets go what waits behind it, and is taken up again by a retry', async () => {
    conflict('N1');
    await receive(adt('A01', 'N1', { controlId: 'C1' }), adt('A02', 'N1', { controlId: 'C2' }));
    const stuck = await seenAs(ipm, 'C1', 'QUARANTINED');
    await seenAs(ipm, 'C2', 'QUARANTINED');
    site.owners.refuse = ({ input }) => (input['event'] === 'A01' ? 'IDENTIFIERS_CONFLICT' : undefined);
    const skip = await worked(ipm, 'skipMessage', stuck, { reason: 'WRONG_PATIENT' });
    expect(skip).toMatchObject({ done: true, message: { status: 'SKIPPED', reason: 'WRONG_PATIENT' } });
    await seenAs(ipm, 'C2', 'APPLIED');
    site.owners.refuse = () => undefined;
    const skipped = await seen(ipm, stuck.id);
    expect(await worked(ipm, 'retryMessage', skipped)).toMatchObject({ message: { status: 'APPLIED' } });
  });

  it('is worked once, however often that is sent, and by whoever saw it as it is', async () => {
    await receive(nameless);
    const stuck = await seenAs(ipm, 'C1', 'QUARANTINED');
    const more = { idempotencyKey: 'once', reason: 'TEST_MESSAGE' };
    const first = await worked(ipm, 'skipMessage', stuck, more);
    expect(await worked(ipm, 'skipMessage', stuck, more)).toStrictEqual(first);
    expect(await worked(ipm, 'retryMessage', stuck)).toMatchObject({ code: 'CHANGED_SINCE_SEEN' });
    expect(await worked(ipm, 'skipMessage', stuck, { ...more, reason: 'OTHER' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('that is held is retried too', async () => {
    await receive(adt('A01', 'N1', { controlId: 'C1' }).replace('ADT^A01', 'SIU^S12'));
    const held = await seenAs(ipm, 'C1', 'HELD');
    expect(await worked(ipm, 'retryMessage', held)).toMatchObject({ done: true, message: { status: 'HELD' } });
  });
});

describe('a parked lane', () => {
  it('says whom it concerns, since when, and what waits', async () => {
    await receive(adt('A01', 'N1', { controlId: 'C1' }));
    await ends(ipm, 1);
    conflict('N1');
    await receive(adt('A02', 'N1', { controlId: 'C2' }), adt('A03', 'N1', { controlId: 'C3' }));
    const stuck = await seenAs(ipm, 'C2', 'QUARANTINED');
    await seenAs(ipm, 'C3', 'QUARANTINED');
    const { data } = await ipm.ask('{ parkedLanes { messageId reason patientIds waiting ageMinutes } }', {}, 'service');
    const lane = { messageId: stuck.id, reason: 'PATIENTS_IDENTIFIERS_CONFLICT', waiting: 1, ageMinutes: 0 };
    expect(data).toStrictEqual({ parkedLanes: [{ ...lane, patientIds: [patientIdOf('N1')] }] });
    site.owners.refuse = () => undefined;
    await worked(ipm, 'retryMessage', stuck);
    await seenAs(ipm, 'C3', 'APPLIED');
    expect((await ipm.ask('{ parkedLanes { messageId } }')).data).toStrictEqual({ parkedLanes: [] });
  });
});

describe('a task', () => {
  const TASKS = 'query ($status: TaskStatus) { ipmTasks(status: $status) { nodes { kind subjects suggestedFix } } }';
  const tasks = async (status: string) => JSON.stringify((await ipm.ask(TASKS, { status })).data);

  it('asks for a message that is stuck, once, and closes by itself when it is not any more', async () => {
    conflict('N1');
    await receive(adt('A01', 'N1', { controlId: 'C1' }), adt('A02', 'N1', { controlId: 'C2' }));
    const stuck = await seenAs(ipm, 'C1', 'QUARANTINED');
    await seenAs(ipm, 'C2', 'QUARANTINED');
    const task = { kind: 'message-quarantined', subjects: [stuck.id], suggestedFix: 'SETTLE_IDENTITY' };
    const only = JSON.stringify({ ipmTasks: { nodes: [task] } });
    await until(async () => (await tasks('OPEN')) === only);
    await worked(ipm, 'retryMessage', stuck);
    expect(await tasks('OPEN')).toBe(only);
    site.owners.refuse = () => undefined;
    await worked(ipm, 'skipMessage', await seen(ipm, stuck.id), { reason: 'OTHER' });
    await until(async () => (await tasks('CLOSED')) === only);
  });
});

describe('a message that is no longer in quarantine', () => {
  it('is refused with why', async () => {
    const text = adt('A01', 'N1', { controlId: 'C1' });
    await receive(text, text);
    await ends(ipm, 2);
    const applied = await seenAs(ipm, 'C1', 'APPLIED');
    expect(await worked(ipm, 'retryMessage', applied)).toMatchObject({ code: 'ALREADY_APPLIED' });
    const again = await seenAs(ipm, 'C1', 'DUPLICATE');
    expect(await worked(ipm, 'skipMessage', again, { reason: 'OTHER' })).toMatchObject({ code: 'IS_DUPLICATE' });
    expect(await worked(ipm, 'retryMessage', { id: 'nobody', version: 'm0' })).toMatchObject({
      code: 'MESSAGE_UNKNOWN',
    });
  });
});

describe('what was asked of a message', () => {
  it('is done by whoever takes the inbox next, where the lane was blocked', async () => {
    conflict('N1');
    await receive(adt('A01', 'N1', { controlId: 'C1' }));
    const stuck = await seenAs(ipm, 'C1', 'QUARANTINED');
    let blocked = true;
    site.owners.refuse = () => undefined;
    site.owners.before = () => {
      if (blocked) throw new Error('No answer.');
    };
    const told = site.owners.tellings;
    const answer = worked(ipm, 'retryMessage', stuck);
    await until(() => site.owners.tellings > told);
    await ipm.stop();
    expect(await answer).toMatchObject({ done: false });
    blocked = false;
    ipm = await site.start();
    expect(await seenAs(ipm, 'C1', 'APPLIED')).toMatchObject({ decoding: 2 });
  });
});
