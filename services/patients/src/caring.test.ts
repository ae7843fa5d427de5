import { systemClock } from '@flow/platform/time/clock';
import { agent, caringIn } from './testing/caring';
import { lookingUpIn } from './testing/looking-up';
import { as, startForTest, until, type PatientsInTest } from './testing/patients-in-test';
import { searchingIn } from './testing/searching';
import { khan, numbered, tellingTo } from './testing/tellings';

let patients: PatientsInTest;
let tell: ReturnType<typeof tellingTo>;
let record: ReturnType<typeof caringIn>;
let patientId: string;
beforeEach(async () => {
  patients = await startForTest();
  tell = tellingTo(patients);
  record = caringIn(patients);
  ({ patientId } = await tell.person(1, khan));
});
afterEach(async () => patients.close());

const sms = (consent: string) => ({ patientId, consents: [{ channel: 'SMS', consent }] });

describe('consent to be contacted', () => {
  it('is recorded by channel, with who', async () => {
    const consents = [
      { channel: 'SMS', consent: 'GIVEN' },
      { channel: 'LETTER', consent: 'REFUSED' },
    ];
    const { patient } = await record.consent({ patientId, consents });
    expect(patient.reach?.consents).toStrictEqual([
      { channel: 'LETTER', consent: 'REFUSED', recordedBy: 'cora' },
      { channel: 'SMS', consent: 'GIVEN', recordedBy: 'cora' },
    ]);
  });

  it('is withdrawn at once', async () => {
    await record.consent(sms('GIVEN'));
    const { patient } = await record.consent(sms('WITHDRAWN'));
    expect(patient.reach?.consents).toMatchObject([{ channel: 'SMS', consent: 'WITHDRAWN' }]);
  });

  it('is not given over a withdrawal that was not seen', async () => {
    const { patient } = await record.consent(sms('GIVEN'));
    const seen = { expectedVersion: patient.reach?.version };
    await record.consent(sms('WITHDRAWN'), { ...agent, subject: 'carl' });
    expect(await record.consent({ ...sms('GIVEN'), ...seen })).toMatchObject({
      code: 'CHANGED_SINCE_SEEN',
      changedBy: 'carl',
    });
    const letter = { patientId, consents: [{ channel: 'LETTER', consent: 'GIVEN' }], ...seen };
    expect(await record.consent(letter)).toMatchObject({ __typename: 'CareRecorded' });
  });

  it('is refused where one channel is told both, and nothing of it is recorded', async () => {
    const both = [
      { channel: 'LETTER', consent: 'GIVEN' },
      { channel: 'SMS', consent: 'REFUSED' },
      { channel: 'SMS', consent: 'GIVEN' },
    ];
    expect(await record.consent({ patientId, consents: both })).toMatchObject({ code: 'CONSENTS_CONTRADICT' });
    const twice = [...sms('GIVEN').consents, ...sms('GIVEN').consents];
    const { patient } = await record.consent({ patientId, consents: twice });
    expect(patient.reach?.consents).toMatchObject([{ channel: 'SMS', consent: 'GIVEN' }]);
  });

  it('stands whatever iPM tells of telephones', async () => {
    await record.consent(sms('REFUSED'));
    const told = await tell.person(9, { hospitalNumber: numbered('A100'), phoneMobile: '07700 900002', email: null });
    expect(told.changed).toBe(true);
    expect((await record.consent(sms('REFUSED'))).patient.reach?.consents).toMatchObject([{ consent: 'REFUSED' }]);
  });

  it('follows a merge', async () => {
    await record.consent(sms('REFUSED'));
    const merged = await tell.merge(3, { hospitalNumber: numbered('B200') }, numbered('A100'));
    const { patient } = await record.consent({ patientId, consents: [{ channel: 'EMAIL', consent: 'GIVEN' }] });
    expect(patient).toMatchObject({
      id: merged.survivorId,
      reach: { consents: [{ channel: 'SMS', consent: 'REFUSED' }, { channel: 'EMAIL' }] },
    });
  });

  it('is once for one key, and refused for other input', async () => {
    const keyed = { idempotencyKey: 'once', ...sms('GIVEN') };
    expect((await record.consent(keyed)).patient).toStrictEqual((await record.consent(keyed)).patient);
    expect(await record.consent({ ...keyed, ...sms('REFUSED') })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('is recorded by those whose work it is', async () => {
    await expect(record.consent(sms('GIVEN'), as('bed-manager'))).rejects.toThrow('FORBIDDEN');
    const nobody = { ...sms('GIVEN'), patientId: '00000000-0000-4000-8000-000000000009' };
    expect(await record.consent(nobody)).toMatchObject({ code: 'PATIENT_UNKNOWN' });
  });
});

describe('a number beside iPM’s', () => {
  const daughter = { method: '6', value: '01632 960009', consent: 'GIVEN', safeContact: 'SPEAK_TO_PATIENT_ALONE' };

  it('is shown with what whoever calls must know, and found', async () => {
    const { patient } = await record.point({ patientId, ...daughter });
    expect(patient.reach?.points).toMatchObject([
      {
        ...{ method: '6', methodDisplay: 'Telephone through a proxy', value: '01632 960009', consent: 'GIVEN' },
        ...{ safeToLeaveVoicemail: null, safeContact: 'SPEAK_TO_PATIENT_ALONE', recordedBy: 'cora' },
      },
    ]);
    await searchingIn(patients).once('960009', patientId);
  });

  it('is shown no more once the patient withdraws it', async () => {
    const { patient } = await record.point({ patientId, ...daughter });
    const pointId = patient.reach?.points?.[0]?.id;
    const gone = await record.point({ patientId, pointId, ...daughter, consent: 'WITHDRAWN' });
    expect(gone.patient.reach?.points).toMatchObject([{ id: pointId, value: null, consent: 'WITHDRAWN' }]);
  });

  it('is one that the patient has, where it is named', async () => {
    const other = await tell.person(2, { hospitalNumber: numbered('B200') });
    const { patient } = await record.point({ patientId: other.patientId, ...daughter });
    const of = patient.reach?.points?.[0]?.id;
    for (const pointId of ['zz', '', of])
      expect(await record.point({ patientId, pointId, ...daughter })).toMatchObject({ code: 'CONTACT_POINT_UNKNOWN' });
    expect(await record.point({ patientId, pointId: null, ...daughter })).toMatchObject({ __typename: 'CareRecorded' });
  });

  it('was verified at most five minutes ahead of our clock', async () => {
    const at = (ms: number) => new Date(Date.parse(systemClock.now()) + ms).toISOString();
    expect(await record.point({ patientId, ...daughter, verifiedAt: '2099-01-01T00:00:00Z' })).toMatchObject({
      code: 'OCCURS_IN_THE_FUTURE',
    });
    const late = await record.point({ patientId, ...daughter, verifiedAt: at(6 * 60_000) });
    expect(late).toMatchObject({ code: 'OCCURS_IN_THE_FUTURE' });
    const told = await record.point({ patientId, ...daughter, verifiedAt: at(4 * 60_000) });
    expect(told).toMatchObject({ __typename: 'CareRecorded' });
  });

  it.each([
    { method: '3', value: '123' },
    { method: '4', value: 'nobody' },
    { method: '0', value: '01632 960009' },
    { method: '1', value: 'a\u0000b' },
  ])('is refused where it is none (%#)', async (point) => {
    expect(await record.point({ patientId, consent: 'GIVEN', ...point })).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('needs', () => {
  const polish = { language: 'pl', interpreterRequired: true, formats: ['LARGE_PRINT'], support: ['HEARING_LOOP'] };

  it('are one conspicuous list, in codes and words', async () => {
    const more = { signLanguage: 'BSL', contactMethod: '9', carerFormats: ['EASY_READ'], reviewOn: '2027-01-14' };
    const { patient } = await record.needs({ patientId, ...polish, ...more });
    const all = (patient.needs ?? []) as readonly { kind: string; code: string; display: string; reviewOn: string }[];
    expect(all.map(({ kind, code, display }) => [kind, code, display])).toStrictEqual([
      ['INTERPRETER', 'pl', 'Interpreter: Polish'],
      ['SIGN_LANGUAGE', 'BSL', 'Sign language: British Sign Language'],
      ['FORMAT', 'LARGE_PRINT', 'Information in Large print'],
      ['SUPPORT', 'HEARING_LOOP', 'Support: Hearing loop'],
      ['CONTACT_METHOD', '9', 'Contact by SMS'],
      ['CARER_FORMAT', 'EASY_READ', 'Carer, information in Easy read'],
    ]);
    expect(new Set(all.map(({ reviewOn }) => reviewOn))).toStrictEqual(new Set(['2027-01-14']));
  });

  it('that are not told stay, and null ends one', async () => {
    await record.needs({ patientId, ...polish });
    const { patient } = await record.needs({ patientId, formats: null });
    expect(patient.needs).toMatchObject([{ kind: 'INTERPRETER' }, { kind: 'SUPPORT' }]);
  });

  it('reach the documents, and are shown with the patient', async () => {
    await record.needs({ patientId, ...polish });
    const asked = async () =>
      patients.ask(
        'query ($id: ID!) { patient(by: { id: $id }) { needs { code } } }',
        { id: patientId },
        { identity: agent },
      );
    await until(asked, ({ data }) => JSON.stringify(data).includes('LARGE_PRINT'));
  });

  it.each([{ language: 'Polish' }, { contactMethod: '0' }])('are refused where they are none (%#)', async (need) => {
    expect(await record.needs({ patientId, ...need })).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

it('a restricted patient’s numbers are shown to nobody; consents and needs to those who may know them', async () => {
  await record.point({ patientId, method: '3', value: '01632 960009', consent: 'GIVEN' });
  await record.consent(sms('REFUSED'));
  const told = await tell.person(9, { hospitalNumber: numbered('A100'), shielded: true });
  await lookingUpIn(patients).once({ id: patientId }, told.revision);
  expect(await record.consent(sms('GIVEN'))).toMatchObject({ code: 'PATIENT_UNKNOWN' });
  const opened = { ...agent, breakGlass: [patientId] };
  const { patient } = await record.needs({ patientId, language: 'pl' }, opened);
  expect(patient).toMatchObject({
    reach: { points: null, consents: [{ consent: 'REFUSED' }] },
    needs: [{ code: 'pl' }],
  });
});
