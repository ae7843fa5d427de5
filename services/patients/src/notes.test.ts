import { clerk, notingIn } from './testing/noting';
import { as, startForTest, type PatientsInTest } from './testing/patients-in-test';
import { khan, numbered, tellingTo } from './testing/tellings';
import { lookingUpIn } from './testing/looking-up';

let patients: PatientsInTest;
let tell: ReturnType<typeof tellingTo>;
let note: ReturnType<typeof notingIn>;
let patientId: string;
beforeEach(async () => {
  patients = await startForTest();
  tell = tellingTo(patients);
  note = notingIn(patients);
  const told = await tell.person(1, khan);
  ({ patientId } = told);
  await lookingUpIn(patients).once({ id: patientId }, told.revision);
});
afterEach(async () => patients.close());

const manager = { ...as('bed-manager'), subject: 'bea' };
const service = { ...as('service'), subject: 'service:gateway' };
const general = { kind: 'GENERAL', text: 'Rang her son.' };

describe('notes', () => {
  it('are written, and listed the newest first', async () => {
    const first = await note.write({ patientId, ...general });
    expect(first).toMatchObject({ __typename: 'NoteWritten', note: { text: 'Rang her son.', writtenBy: 'cleo' } });
    await note.write({ patientId, kind: 'ALERT', text: 'Latex.' });
    const page = await note.once(patientId, 2);
    expect(page?.nodes.map(({ text }) => text)).toStrictEqual(['Latex.', 'Rang her son.']);
    const [alert] = (await note.notes(patientId, { kind: 'ALERT' }))?.nodes ?? [];
    expect(alert?.text).toBe('Latex.');
  });

  it('come in pages', async () => {
    for (const text of ['one', 'two', 'three']) await note.write({ patientId, kind: 'GENERAL', text });
    await note.once(patientId, 3);
    const first = await note.notes(patientId, { first: 2 });
    const rest = await note.notes(patientId, { first: 2, after: first?.pageInfo.endCursor });
    expect([first, rest].flatMap((page) => page?.nodes.map(({ text }) => text))).toStrictEqual(['three', 'two', 'one']);
    expect([first?.pageInfo.hasNextPage, rest?.pageInfo.hasNextPage]).toStrictEqual([true, false]);
  });

  it('are one for one key, however often it is sent', async () => {
    const input = { idempotencyKey: 'once', patientId, ...general };
    expect((await note.write(input)).note).toStrictEqual((await note.write(input)).note);
    expect(await note.write({ ...input, text: 'Other.' })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it.each([
    ['', 'NOTE_EMPTY'],
    ['x'.repeat(4001), 'NOTE_TOO_LONG'],
    ['a\u0007b', 'NOTE_HAS_CONTROL_CHARACTERS'],
  ])('are refused with a sentence (%#)', async (text, code) => {
    const answer = await note.write({ patientId, kind: 'GENERAL', text });
    expect(answer).toMatchObject({ __typename: 'PatientsRefusal', code });
    expect(answer.message).toMatch(/\.$/);
  });

  it('are about somebody', async () => {
    const nobody = { patientId: '00000000-0000-4000-8000-000000000009', ...general };
    expect(await note.write(nobody)).toMatchObject({ code: 'PATIENT_UNKNOWN' });
    expect(await note.write({ ...nobody, patientId: 'x' })).toMatchObject({ code: 'PATIENT_UNKNOWN' });
  });

  it('are corrected by their author; the first words are kept', async () => {
    const { note: written } = await note.write({ patientId, ...general });
    const correction = { noteId: written.id, expectedVersion: written.version, text: 'Rang her daughter.' };
    expect(await note.correct(correction, manager)).toMatchObject({ code: 'NOT_YOUR_NOTE' });
    expect((await note.correct(correction)).note).toMatchObject({
      text: 'Rang her daughter.',
      earlier: [{ text: 'Rang her son.', by: 'cleo' }],
    });
    expect(await note.correct({ ...correction, text: 'Rang nobody.' })).toMatchObject({ code: 'CHANGED_SINCE_SEEN' });
    await expect(note.correct({ ...correction, expectedVersion: 'first' })).rejects.toThrow('BAD_USER_INPUT');
  });

  it('that are withdrawn are read by their author and whoever amends notes', async () => {
    const { note: written } = await note.write({ patientId, ...general });
    await note.withdraw({ noteId: written.id, reason: 'WRONG_PATIENT' });
    const read = async (who: typeof clerk) => (await note.asked(written.id, who)).data?.['note'];
    expect(await read(clerk)).toMatchObject({ text: 'Rang her son.', withdrawn: { reason: 'WRONG_PATIENT' } });
    expect(await read(as('service-manager'))).toMatchObject({ text: 'Rang her son.' });
    expect(await read(manager)).toMatchObject({ text: null, earlier: null, withdrawn: { reason: 'WRONG_PATIENT' } });
  });

  it('are reported as shown', async () => {
    const { note: written } = await note.write({ patientId, ...general });
    expect((await note.asked(written.id, manager)).shown).toStrictEqual([patientId]);
  });
});

describe('a reason of break-glass', () => {
  const reason = { kind: 'BREAK_GLASS_REASON', text: 'Unconscious, next of kin unknown.', onBehalfOf: 'cleo' };

  it('is written by one of our services, and read by its reviewer alone', async () => {
    const { note: written } = await note.write({ patientId, ...reason }, service);
    expect(written).toMatchObject({ onBehalfOf: 'cleo', text: reason.text });
    const read = async (who: typeof clerk) => (await note.asked(written.id, who)).data?.['note'];
    expect(await read(as('ig-officer'))).toMatchObject({ text: reason.text, onBehalfOf: 'cleo' });
    for (const who of [clerk, manager, as('service-manager')]) expect(await read(who)).toBeNull();
    await note.write({ patientId, ...general });
    const page = await note.once(patientId, 1, manager);
    expect(page?.nodes[0]?.text).toBe('Rang her son.');
    expect(await note.correct({ noteId: written.id, text: 'Bored.' })).toMatchObject({ code: 'REASON_STANDS' });
  });

  it('is not written by people, nor anything in the name of others', async () => {
    await expect(note.write({ patientId, kind: 'BREAK_GLASS_REASON', text: 'x' })).rejects.toThrow('FORBIDDEN');
    await expect(note.write({ patientId, ...general, onBehalfOf: 'bea' })).rejects.toThrow('FORBIDDEN');
  });
});

it('notes follow a merge: the survivor shows them', async () => {
  await note.write({ patientId, ...general });
  const merged = await tell.merge(3, { hospitalNumber: numbered('B200') }, numbered('A100'));
  await lookingUpIn(patients).once({ id: merged.survivorId }, merged.revision);
  const page = await note.once(merged.survivorId, 1);
  expect(page?.nodes[0]).toMatchObject({ patientId, text: 'Rang her son.' });
});

it('notes stand in their streams alone', async () => {
  await note.write({ patientId, kind: 'GENERAL', text: 'Quixotic.' });
  const { events } = await patients.engines.events.read(`patient-${patientId}`, { limit: 100 });
  expect(JSON.stringify(events)).not.toContain('Quixotic');
});
