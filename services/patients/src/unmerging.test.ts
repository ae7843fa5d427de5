import { caringIn } from './testing/caring';
import { lookingUpIn, patientIn } from './testing/looking-up';
import { clerk, notingIn } from './testing/noting';
import { startForTest, until, type PatientsInTest } from './testing/patients-in-test';
import { searchingIn } from './testing/searching';
import { numbered, tellingTo } from './testing/tellings';

let patients: PatientsInTest;
beforeEach(async () => {
  patients = await startForTest();
});
afterEach(async () => patients.close());

it('merge, act on both, unmerge: each thing is with its owner, and none is lost', async () => {
  const tell = tellingTo(patients);
  const note = notingIn(patients);
  const care = caringIn(patients);
  const seen = lookingUpIn(patients);
  const search = searchingIn(patients);
  const consent = (patientId: string, channel: string, value: string) =>
    care.consent({ patientId, consents: [{ channel, consent: value }] });
  const write = (patientId: string, text: string) => note.write({ patientId, kind: 'GENERAL', text });

  const amal = await tell.person(1, { hospitalNumber: numbered('A100'), family: 'Khan', nhsNumber: '9990000018' });
  const bryn = await tell.person(2, { hospitalNumber: numbered('B200'), family: 'Rees', nhsNumber: '9990000026' });
  await write(amal.patientId, 'Amal before');
  await write(bryn.patientId, 'Bryn before');
  await consent(bryn.patientId, 'SMS', 'REFUSED');

  const merged = await tell.merge(3, { hospitalNumber: numbered('A100') }, numbered('B200'));
  expect(merged).toMatchObject({ survivorId: amal.patientId, retiredId: bryn.patientId });
  // What is told of the retired number, or written under its id, is its own; what is done to the person is the survivor's.
  const late = await tell.person(4, { hospitalNumber: numbered('B200'), phoneHome: '01632 960002' });
  expect(late.patientId).toBe(amal.patientId);
  await write(amal.patientId, 'Amal meanwhile');
  await write(bryn.patientId, 'Bryn meanwhile');
  await consent(amal.patientId, 'EMAIL', 'GIVEN');
  await search.once('rees', amal.patientId);
  expect((await note.once(amal.patientId, 4))?.nodes).toHaveLength(4);

  const parted = await tell.unmerge(5, numbered('B200'));
  expect(parted).toMatchObject({ __typename: 'UnmergeTold', patientId: bryn.patientId });
  await search.once('rees', bryn.patientId);
  for (const [text, id] of [
    ['khan', amal.patientId],
    ['rees', bryn.patientId],
    ['9990000018', amal.patientId],
    ['9990000026', bryn.patientId],
    ['960002', bryn.patientId],
  ] as const) {
    await until(
      () => search.ids(text),
      (found) => found.length === 1 && found[0] === id,
    );
  }
  const shown = patientIn(await seen.once({ id: bryn.patientId }, parted.revision));
  expect(shown).toMatchObject({ mergedInto: null, name: { family: 'Rees' }, hospitalNumbers: [numbered('B200')] });
  const texts = async (id: string) => (await note.once(id, 2, clerk))?.nodes.map(({ text }) => text);
  expect(await texts(amal.patientId)).toStrictEqual(['Amal meanwhile', 'Amal before']);
  expect(await texts(bryn.patientId)).toStrictEqual(['Bryn meanwhile', 'Bryn before']);
  const [ofAmal, ofBryn] = [amal, bryn].map(({ patientId }) => consent(patientId, 'LETTER', 'GIVEN'));
  expect((await ofAmal)?.patient.reach?.consents).toMatchObject([{ channel: 'LETTER' }, { channel: 'EMAIL' }]);
  expect((await ofBryn)?.patient.reach?.consents).toMatchObject([
    { channel: 'LETTER' },
    { channel: 'SMS', consent: 'REFUSED' },
  ]);
});

it('takes no merge back of a number that nobody has', async () => {
  const tell = tellingTo(patients);
  expect(await tell.unmerge(1, numbered('Z900'))).toMatchObject({
    __typename: 'TellRefusal',
    code: 'PATIENT_NOT_KNOWN',
  });
});
