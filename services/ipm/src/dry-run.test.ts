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

const DRY_RUN = `query ($input: DryRunInput!) {
  run: dryRunMessage(input: $input) {
    ... on MessageDryRun {
      outcome reason steps warnings unmappedPlaces { codes } patientIds newPatients stayIds
      differences { of id field state told held }
    }
    ... on MessageRefusal { code faults { code segment field } }
  }
}`;

async function dryRun(messageId: string, editedText?: string, role?: object) {
  const { data, shown } = await ipm.ask(DRY_RUN, { input: { messageId, editedText } }, role);
  return { run: data['run'] as object, shown };
}

const nameless = adt('A01', '', { controlId: 'C2', family: 'NEWNAME' });
const named = adt('A01', 'N1', { controlId: 'C2', family: 'NEWNAME' });

/** Somebody known, and a message about them that has no number. */
async function stuckBeside() {
  await receive(adt('A01', 'N1', { controlId: 'C1' }));
  await ends(ipm, 1);
  await receive(nameless);
  return seenAs(ipm, 'C2', 'QUARANTINED');
}

describe('a dry run', () => {
  it('says what would be told, whom it would touch and what would differ, and tells nothing', async () => {
    const { id } = await stuckBeside();
    site.owners.stays = [
      { id: 's1', status: 'CURRENT', patientClass: 'I', toldPlace: { wardId: 'B2', bayId: null, bedId: null } },
    ];
    expect((await dryRun(id)).run).toMatchObject({
      outcome: 'QUARANTINED',
      reason: 'NO_PATIENT_IDENTIFIER',
      steps: [],
    });
    const told = site.owners.tellings;
    const both = { roles: ['integration-operator', 'bed-manager'] };
    const { run, shown } = await dryRun(id, named, both);
    expect(run).toMatchObject({
      ...{ outcome: 'APPLIED', reason: null, steps: ['person', 'stay ADMITTED'], newPatients: 0, stayIds: ['s1'] },
      patientIds: [patientIdOf('N1')],
    });
    const { differences } = run as { differences: readonly object[] };
    const person = { of: 'person', id: patientIdOf('N1') };
    expect(differences).toStrictEqual(
      expect.arrayContaining([
        { ...person, field: 'family', state: 'DIFFERENT', told: 'NEWNAME', held: 'TEST' },
        { ...person, field: 'given', state: 'SAME', told: 'ANN', held: 'ANN' },
        { ...person, field: 'birthDate', state: 'NOT_HELD', told: '1980-01-01', held: null },
        { of: 'stay', id: 's1', field: 'patientClass', state: 'SAME', told: 'I', held: 'I' },
        { of: 'stay', id: 's1', field: 'place', state: 'DIFFERENT', told: 'A1', held: 'B2' },
      ]),
    );
    expect(shown).toContain(patientIdOf('N1'));
    expect(site.owners.tellings).toBe(told);
    expect(await seen(ipm, id)).toMatchObject({ status: 'QUARANTINED', edits: 0 });
  });

  it('shows what is held to those who may see it, and only that it differs to others', async () => {
    const { id } = await stuckBeside();
    const { differences } = (await dryRun(id, named)).run as { differences: readonly { field: string }[] };
    expect(differences.find(({ field }) => field === 'family')).toMatchObject({
      ...{ state: 'DIFFERENT', told: 'NEWNAME', held: null },
    });
  });

  it('treats a shielded patient’s number as one that nobody has', async () => {
    await receive(adt('A01', 'N2', { controlId: 'C0' }));
    await ends(ipm, 1);
    site.owners.restricted.add('N2');
    const { id } = await stuckBeside();
    const asked = async (number: string) => {
      const { run, shown } = await dryRun(id, named.replaceAll('N1', number));
      return { run, shown: shown.filter((patientId) => patientId !== id) };
    };
    const nobodys = await asked('N9');
    expect(nobodys.run).toMatchObject({ outcome: 'APPLIED', patientIds: [], newPatients: 1, stayIds: [] });
    expect(await asked('N2')).toStrictEqual(nobodys);
  });

  it('says where the text is at fault', async () => {
    const { id } = await stuckBeside();
    expect((await dryRun(id, named.replace('|C2|', '|C9|'))).run).toStrictEqual({
      code: 'EDIT_FAULTS',
      faults: [{ code: 'CONTROL_ID_CHANGED', segment: 'MSH', field: 10 }],
    });
  });

  it('says that others have to be understood first', async () => {
    site.owners.refuse = () => 'IDENTIFIERS_CONFLICT';
    await receive(adt('A01', 'N1', { controlId: 'C1' }), adt('A02', 'N1', { controlId: 'C2' }));
    await seenAs(ipm, 'C1', 'QUARANTINED');
    const { id } = await seenAs(ipm, 'C2', 'QUARANTINED');
    expect((await dryRun(id)).run).toMatchObject({ outcome: 'QUARANTINED', reason: 'BEHIND_QUARANTINED' });
  });
});

describe('what became of a message', () => {
  const DIFF = `query ($id: ID!, $between: MessageDiffKind!) {
    messageDiff(messageId: $id, between: $between) { withheld differences { place before after } }
  }`;

  it('is told by segment and field of its texts, and by step and field of its decodings', async () => {
    site.owners.refuse = ({ operation }) => (operation === 'TellStay' ? 'NOT_SO' : undefined);
    const text = adt('A01', 'N1', { controlId: 'C1' });
    await receive(text);
    const stuck = await seenAs(ipm, 'C1', 'QUARANTINED');
    const diff = async (between: string) => (await ipm.ask(DIFF, { id: stuck.id, between })).data['messageDiff'];
    expect([await diff('ORIGINAL_AND_EDITED'), await diff('DECODINGS')]).toStrictEqual([null, null]);
    site.owners.refuse = () => undefined;
    await worked(ipm, 'editAndReplayMessage', stuck, { text: text.replace('ANN', 'BEA'), reason: 'OTHER' });
    expect(await diff('ORIGINAL_AND_EDITED')).toStrictEqual({
      withheld: false,
      differences: [{ place: 'PID-5', before: 'TEST^ANN', after: 'TEST^BEA' }],
    });
    expect(await diff('DECODINGS')).toMatchObject({
      differences: expect.arrayContaining([{ place: '1 person.given', before: 'ANN', after: 'BEA' }]) as unknown,
    });
  });
});

describe('a range', () => {
  const range = { partner: 'ipm', receivedFrom: '2020-01-01T00:00:00Z', receivedTo: '2090-01-01T00:00:00Z' };
  const COUNT = `query ($range: RetryRangeInput!) {
    retryableMessages(range: $range) { count more byReason { status reason count } }
  }`;
  const RETRY = `mutation ($input: RetryMessagesInput!) {
    retryMessages(input: $input) { ... on MessagesRetried { asked refused } ... on MessageRefusal { code } }
  }`;

  it('is counted first, and retried where there are no more than were counted', async () => {
    site.owners.refuse = () => 'NOT_SO';
    await receive(adt('A01', 'N1', { controlId: 'C1' }), adt('A01', 'N2', { controlId: 'C2' }));
    await ends(ipm, 2);
    const counted = (await ipm.ask(COUNT, { range })).data['retryableMessages'];
    expect(counted).toStrictEqual({
      ...{ count: 2, more: false },
      byReason: [{ status: 'QUARANTINED', reason: 'PATIENTS_NOT_SO', count: 2 }],
    });
    site.owners.refuse = () => undefined;
    const retry = async (idempotencyKey: string, expectedCount: number) =>
      (await ipm.ask(RETRY, { input: { idempotencyKey, range, expectedCount } })).data['retryMessages'];
    expect(await retry('k1', 1)).toStrictEqual({ code: 'CHANGED_SINCE_SEEN' });
    expect(await retry('k2', 2)).toStrictEqual({ asked: 2, refused: 0 });
    await Promise.all(['C1', 'C2'].map((one) => seenAs(ipm, one, 'APPLIED')));
    expect(await retry('k2', 2)).toStrictEqual({ asked: 0, refused: 0 });
  });

  it('of a partner that nobody knows is refused, not answered as if all were well', async () => {
    const unknown = { ...range, partner: 'imp' };
    await expect(ipm.ask(COUNT, { range: unknown })).rejects.toMatchObject({
      message: 'There is no partner of that name, nor a message of one. Ask `links` for the names.',
      extensions: { code: 'NOT_FOUND' },
    });
    const input = { idempotencyKey: 'k3', range: unknown, expectedCount: 0 };
    expect((await ipm.ask(RETRY, { input })).data).toStrictEqual({ retryMessages: { code: 'PARTNER_UNKNOWN' } });
    expect((await ipm.ask(COUNT, { range })).data).toMatchObject({ retryableMessages: { count: 0 } });
  });
});
