import { instant } from '@flow/platform/time/instant';
import type { Step } from './decoding';
import { decodeText, decodeTold, hl7, msh, testPartner } from './testing';

const PID = 'PID|1||N123^^^RXX^HOSP~999 000 0018^NSTS01^^NHS^NHS||SMITH^ANN^^^MRS||19700131|F';
const EVN = 'EVN||20260105105600||||20260105105500';
const PV1 = 'PV1|1|I|A1^^01^RXX01|21|||||C1234567|300|||||||||V1^^^RXX|||||||||||||||||||||||||20260105105500';

const whole = (event: string, ...more: string[]) => hl7(msh(`ADT^${event}`), EVN, PID, PV1, ...more);
const words = (steps: readonly Step[]) => steps.map((step) => (step.step === 'stay' ? step.stay.told : step.step));

describe('what each event is told as', () => {
  it.each([
    ['A01', ['person', 'ADMITTED']],
    ['A02', ['person', 'TRANSFERRED']],
    ['A03', ['person', 'DISCHARGED']],
    ['A04', ['person', 'ATTENDED']],
    ['A05', ['person', 'PRE_ADMITTED']],
    ['A06', ['person', 'RECLASSIFIED']],
    ['A07', ['person', 'RECLASSIFIED']],
    ['A08', ['person', 'CORRECTED']],
    ['A11', ['person', 'ADMISSION_CANCELLED']],
    ['A12', ['person', 'TRANSFER_CANCELLED']],
    ['A13', ['person', 'DISCHARGE_CANCELLED']],
    ['A14', ['person', 'ADMISSION_EXPECTED']],
    ['A15', ['person', 'TRANSFER_REQUESTED']],
    ['A16', ['person', 'DISCHARGE_PLANNED']],
    ['A21', ['person', 'LEAVE_STARTED']],
    ['A22', ['person', 'LEAVE_ENDED']],
    ['A23', ['person', 'VISIT_DELETED']],
    ['A25', ['person', 'DISCHARGE_PLAN_WITHDRAWN']],
    ['A26', ['person', 'TRANSFER_REQUEST_WITHDRAWN']],
    ['A27', ['person', 'ADMISSION_EXPECTATION_WITHDRAWN']],
    ['A28', ['person', 'details']],
    ['A29', ['task']],
    ['A31', ['person', 'details']],
    ['A38', ['person', 'ADMISSION_EXPECTATION_WITHDRAWN']],
    ['A52', ['person', 'LEAVE_START_CANCELLED']],
    ['A53', ['person', 'LEAVE_END_CANCELLED']],
  ])('%s', (event, told) => {
    expect(words(decodeTold(whole(event)).steps)).toStrictEqual(told);
  });

  it('tells an admission whole', () => {
    expect(decodeTold(whole('A01'))).toStrictEqual({
      outcome: 'tell',
      event: 'A01',
      steps: [
        {
          step: 'person',
          person: {
            hospitalNumber: { authority: 'RXX', value: 'N123', type: 'HOSP' },
            nhsNumber: '9990000018',
            nhsNumberStatus: '01',
            family: 'SMITH',
            given: 'ANN',
            title: 'MRS',
            birthDate: '1970-01-31',
            sex: '2',
          },
        },
        {
          step: 'stay',
          person: 0,
          stay: {
            told: 'ADMITTED',
            visit: { authority: 'RXX', number: 'V1' },
            place: { wardId: 'A1', bayId: 'A1-1', bedId: 'A1-01' },
            movementAt: '2026-01-05T10:55:00.000Z',
            patientClass: 'I',
            specialty: '300',
            consultant: 'C1234567',
            admissionMethod: '21',
          },
        },
      ],
      lanes: [{ authority: 'RXX', value: 'N123' }],
      order: '2026-01-05T10:55:00.000Z|2026-01-05T10:56:00.000Z|000000000000007|20|M1|c0ffeec0ffeec0ff',
      occurredAt: '2026-01-05T10:55:00.000Z',
      unmapped: [],
      warnings: [],
      clockCorrectionMs: 0,
    });
  });

  it('tells a correction without a visit as one of the person', () => {
    expect(words(decodeTold(hl7(msh('ADT^A08'), EVN, PID)).steps)).toStrictEqual(['person', 'details']);
  });

  it('reads what is expected, asked for and ready', () => {
    const requested = whole('A15')
      .replace('20260105105500', '')
      .replace(/$/, 'PV2|||||||||20260109\rZU1||||||||||||||||||||||Y');
    const [, stay] = decodeTold(requested).steps;
    expect(stay).toMatchObject({ stay: { expectedAt: '2026-01-09T00:00:00.000Z', readyForDischarge: true } });
  });

  it('takes the pending place of a request', () => {
    const pv1 = `${PV1.split('|').slice(0, 42).join('|')}|B6`;
    const [, stay] = decodeTold(hl7(msh('ADT^A15'), EVN, PID, pv1)).steps;
    expect(stay).toMatchObject({ stay: { place: { wardId: 'B6' } } });
  });
});

describe('merges', () => {
  const merge = (mrg: string, event = 'A40') => hl7(msh(`ADT^${event}`), EVN, PID, mrg);

  it('takes both lanes, and a bare number as one of the partner', () => {
    const { steps, lanes } = decodeTold(merge('MRG|N999'));
    expect(steps).toMatchObject([{ step: 'merge', retired: { authority: 'RXX', value: 'N999' } }]);
    expect(lanes).toStrictEqual([
      { authority: 'RXX', value: 'N123' },
      { authority: 'RXX', value: 'N999' },
    ]);
  });

  it('reads the bare number also where types are configured', () => {
    const partner = testPartner({ hospitalNumber: { authority: 'RXX', toldAs: [], types: ['HOSP'] } });
    expect(decodeTold(merge('MRG|N999'), { partner }).lanes[1]).toStrictEqual({ authority: 'RXX', value: 'N999' });
  });

  it('tells each pair of a message with several', () => {
    const second = PID.replace('N123', 'N124');
    const { steps } = decodeTold(hl7(msh('ADT^A40'), EVN, PID, 'MRG|N998', second, 'MRG|N999'));
    expect(steps.map((step) => step.step === 'merge' && step.retired.value)).toStrictEqual(['N998', 'N999']);
  });

  it.each([
    ['no MRG', 'ZZZ|1', 'NO_RETIRED_IDENTIFIER'],
    ['an empty MRG', 'MRG|""', 'NO_RETIRED_IDENTIFIER'],
    ['the same number', 'MRG|N123^^^RXX^HOSP', 'MERGED_INTO_ITSELF'],
  ])('quarantines a merge with %s', (_, mrg, reason) => {
    const lanes = [{ authority: 'RXX', value: 'N123' }];
    expect(decodeText(merge(mrg))).toStrictEqual({ outcome: 'quarantined', reason, lanes });
  });

  it.each(['A34', 'A35', 'A44', 'A45'])('passes %s over unless its switch is on', (event) => {
    const text = hl7(msh(`ADT^${event}`), EVN, PID, 'MRG|N999||||V7', PV1);
    expect(decodeText(text)).toStrictEqual({ outcome: 'ignored', rule: 'EVENT_SWITCHED_OFF' });
    const partner = testPartner({ mergeEvents: { A34: true, A35: true, A44: true, A45: true } });
    expect(decodeText(text, { partner }).outcome).toBe('tell');
  });
});

describe('swaps and beds', () => {
  const other = [PID.replace('N123', 'N124'), PV1.replace('A1^^01', 'A1^^02').replace('|V1^', '|V2^')];

  it('tells both halves of a swap, each with its place', () => {
    const { steps, lanes } = decodeTold(hl7(msh('ADT^A17'), EVN, PID, PV1, ...other));
    expect(words(steps)).toStrictEqual(['person', 'person', 'swap']);
    expect(steps[2]).toMatchObject({ first: { place: { bedId: 'A1-01' } }, second: { place: { bedId: 'A1-02' } } });
    expect(lanes.map(({ value }) => value)).toStrictEqual(['N123', 'N124']);
  });

  it.each([
    ['one patient', [PID, PV1], 'NO_SECOND_PATIENT'],
    ['a second patient without a number', [PID, PV1, 'PID|1', PV1], 'NO_PATIENT_IDENTIFIER'],
    ['a second patient without a visit', [PID, PV1, PID.replace('N123', 'N124')], 'NO_VISIT'],
  ])('quarantines a swap of %s', (_, segments, reason) => {
    expect(decodeText(hl7(msh('ADT^A17'), EVN, ...segments))).toMatchObject({ outcome: 'quarantined', reason });
  });

  it('tells the status of a bed, in the lane of the bed', () => {
    const { steps, lanes } = decodeTold(hl7(msh('ADT^A20'), EVN, 'NPU|A1^^01|U'));
    expect(steps).toStrictEqual([
      {
        step: 'bed-status',
        status: { place: { wardId: 'A1', bayId: 'A1-1', bedId: 'A1-01' }, status: 'U' },
      },
    ]);
    expect(lanes).toStrictEqual([{ authority: 'bed@ipm', value: 'A1^^01' }]);
  });

  it('keeps the status of a bed that no map knows for the map', () => {
    const { steps, unmapped } = decodeTold(hl7(msh('ADT^A20'), EVN, 'NPU|Q9^^01|U'));
    expect(steps).toStrictEqual([]);
    expect(unmapped).toMatchObject([{ codes: 'Q9^^01^', text: 'Q9^^01' }]);
  });
});

describe('what is not told', () => {
  it.each([
    ['an acknowledgement', 'ACK^A01', { outcome: 'ignored', rule: 'ACKNOWLEDGEMENT' }],
    ['a type that nobody knows', 'ORU^R01', { outcome: 'ignored', rule: 'UNKNOWN_TYPE' }],
    ['an event that nobody knows', 'ADT^A60', { outcome: 'ignored', rule: 'UNKNOWN_EVENT' }],
    ['an appointment', 'SIU^S12', { outcome: 'held', heldFor: 'booking' }],
    ['a referral', 'REF^I12', { outcome: 'held', heldFor: 'referrals' }],
    ['a master file', 'MFN^M02', { outcome: 'held', heldFor: 'reference-data' }],
  ])('%s', (_, event, decoding) => {
    expect(decodeText(hl7(msh(event), PID))).toStrictEqual(decoding);
  });

  it('quarantines a frame of several messages whole: nobody can say which was acknowledged', () => {
    expect(decodeText(hl7(msh('ADT^A01'), PID, msh('ADT^A03'), PID))).toStrictEqual({
      outcome: 'quarantined',
      reason: 'SEVERAL_MESSAGES',
    });
  });

  it('quarantines what names no event', () => {
    expect(decodeText(hl7(msh(''), PID))).toStrictEqual({ outcome: 'quarantined', reason: 'UNREADABLE' });
  });

  it.each(['A05', 'A38'])('holds %s of class O for booking, or passes it over', (event) => {
    for (const written of ['O', 'OUTPATIENT']) {
      const text = whole(event).replace('PV1|1|I', `PV1|1|${written}`);
      expect(decodeText(text)).toStrictEqual({ outcome: 'held', heldFor: 'booking' });
      const partner = testPartner({ outpatientBookings: 'ignore' });
      expect(decodeText(text, { partner })).toStrictEqual({ outcome: 'ignored', rule: 'OUTPATIENT_BOOKING' });
    }
  });

  it('obeys the switches of the partner', () => {
    const partner = testPartner({ events: { A02: 'ignore', A03: 'hold', A34: 'apply' } });
    expect(decodeText(whole('A02'), { partner })).toStrictEqual({ outcome: 'ignored', rule: 'EVENT_SWITCHED_OFF' });
    expect(decodeText(whole('A03'), { partner })).toStrictEqual({ outcome: 'held', heldFor: 'partner-switch' });
    expect(decodeText(whole('A34', 'MRG|N9'), { partner }).outcome).toBe('tell');
  });

  it.each([
    ['no number', 'PID|1||^^^RXX'],
    ['an NHS number that is none', 'PID|1||9990000019^^^NHS^NH'],
    ['a deleted number', 'PID|1||""'],
  ])('quarantines a patient with %s', (_, pid) => {
    expect(decodeText(hl7(msh('ADT^A31'), EVN, pid))).toStrictEqual({
      outcome: 'quarantined',
      reason: 'NO_PATIENT_IDENTIFIER',
    });
  });

  it('quarantines a movement without a visit segment', () => {
    expect(decodeText(hl7(msh('ADT^A01'), EVN, PID))).toStrictEqual({
      outcome: 'quarantined',
      reason: 'NO_VISIT',
      lanes: [{ authority: 'RXX', value: 'N123' }],
    });
  });

  it.each(['<%= patient.number %>', '{{local_id}}', '${id}', '#{id}', '{nhs_number}'])(
    'quarantines the template %s',
    (placeholder) => {
      const text = whole('A05').replace('N123', placeholder);
      expect(decodeText(text)).toStrictEqual({ outcome: 'quarantined', reason: 'TEMPLATE_PLACEHOLDER' });
    },
  );

  it('says that the text was not what it claimed to be', () => {
    expect(decodeTold(whole('A01'), { invalidText: true }).warnings).toStrictEqual(['INVALID_UTF8']);
  });

  it('is a function of nothing but the message and its context', () => {
    const context = { receivedAt: instant('2026-01-05T11:00:00.000Z') };
    expect(decodeText(whole('A01'), context)).toStrictEqual(decodeText(whole('A01'), context));
  });
});
