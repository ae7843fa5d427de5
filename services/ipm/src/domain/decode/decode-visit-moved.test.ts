import { decodeText, decodeTold, hl7, msh, testPartner } from './testing';

const PID = 'PID|1||N123^^^RXX^HOSP||SMITH^ANN';
const EVN = 'EVN||20260105105600||||20260105105500';
const PV1 = 'PV1|1|I|A1^^01^RXX01||||||||||||||||V1^^^RXX';

const partner = testPartner({ mergeEvents: { A34: true, A35: true, A44: true, A45: true } });

describe("visits that become another patient's", () => {
  it('moves the visit that A45 names, in the lanes of both patients', () => {
    const { steps, lanes } = decodeTold(hl7(msh('ADT^A45'), EVN, PID, 'MRG|N999||||V7', PV1), { partner });
    expect(steps[1]).toStrictEqual({
      step: 'stay',
      person: 0,
      stay: { told: 'CORRECTED', visit: { authority: 'RXX', number: 'V7' } },
    });
    expect(lanes.map(({ value }) => value)).toStrictEqual(['N123', 'N999']);
  });

  it.each([
    ['each pair of MRG and PV1', 'A45', ['MRG|N9||||V7', PV1, 'MRG|N9||||V8', PV1], ['0 V7', '0 V8']],
    [
      'that of the PV1 where MRG names none',
      'A45',
      ['MRG|N9', PV1, 'MRG|N9', PV1.replace('V1^', 'V2^')],
      ['0 V1', '0 V2'],
    ],
    ['that of a PV1 alone', 'A45', [PV1], ['0 V1']],
    ['one once', 'A45', ['MRG|N9||||V7', PV1, 'MRG|N9||||V7', PV1], ['0 V7']],
    ['of each patient', 'A44', ['MRG|N9||||V7', PID.replace('N123', 'N124'), 'MRG|N8||||V8'], ['0 V7', '1 V8']],
  ])('moves the visits of a message with several: %s', (_, event, segments, moved) => {
    const { steps } = decodeTold(hl7(msh(`ADT^${event}`), EVN, PID, ...segments), { partner });
    const visits = steps.flatMap((each) => (each.step === 'stay' ? `${each.person} ${each.stay.visit?.number}` : []));
    expect(visits).toStrictEqual(moved);
  });

  it('moves no visit of a message that names one and not the other', () => {
    const text = hl7(msh('ADT^A45'), EVN, PID, 'MRG|N9||||V7', PV1, 'MRG|N9');
    expect(decodeText(text, { partner })).toMatchObject({ outcome: 'quarantined', reason: 'NO_VISIT' });
  });

  it.each([
    ['nobody is named', ['PID|1', 'MRG|N9||||V7'], 'NO_PATIENT_IDENTIFIER'],
    ['there is no patient', ['MRG|N9||||V7'], 'NO_PATIENT_IDENTIFIER'],
  ])('quarantines it where %s', (_, segments, reason) => {
    expect(decodeText(hl7(msh('ADT^A45'), EVN, ...segments), { partner })).toStrictEqual({
      outcome: 'quarantined',
      reason,
    });
  });
});
