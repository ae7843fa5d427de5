import type { EventCodec } from '@flow/platform/decider/event-codec';
import type { JsonObject } from '@flow/platform/values/json';
import { erasureEventCodec } from './erasure-event-codec';
import { nhsNumberClaimCodec } from './nhs-number-claim-codec';
import { noteEventCodec } from './note-event-codec';
import { patientEventCodec } from './patient-event-codec';
import { patientTaskCodec } from './task-event-codec';

const a = '00000000-0000-4000-8000-000000000001';
const b = '00000000-0000-4000-8000-000000000002';
const order = '2026-01-14T08:01:00.000Z|20260114080100|0000000001|20|M0001|m1';
const at = '2026-01-14T08:01:00.000Z';
const word = `"order":"${order}","occurredAt":"${at}"`;
const number = { authority: 'RXX', value: 'A100', type: 'MR' };

/** As found in the store, one of each shape ever written. Append only. */
const archive: readonly [type: string, json: string, decoded: object][] = [
  [
    'patient-registered.v1',
    `{"patientId":"${a}","number":{"authority":"RXX","value":"A100","type":"MR"}}`,
    { type: 'PatientRegistered', patientId: a, number },
  ],
  [
    'patient-details-told.v1',
    `{${word},"set":{"nhsNumber":"9990000018","nhsNumberStatus":"01","otherIdentifiers":[{"authority":"RYY","value":"77"}],"family":"Khan","given":"Amal","middle":null,"title":"Ms","birthDate":"1950-02-28","sex":"2","address":["1 Mill Lane","Anytown"],"postcode":"ZZ99 3AB","phoneHome":"01632 960001","phoneMobile":null,"email":"amal@example.org","gpPractice":"V81999","gp":"G9999998","deceased":true,"deceasedAt":"2026-01-13","deathNotification":"informal","ethnicCategory":"Z","language":"cy","shielded":true},"confirmed":[]}`,
    {
      type: 'DetailsTold',
      order,
      occurredAt: at,
      set: {
        nhsNumber: '9990000018',
        nhsNumberStatus: '01',
        otherIdentifiers: [{ authority: 'RYY', value: '77' }],
        family: 'Khan',
        given: 'Amal',
        middle: null,
        title: 'Ms',
        birthDate: '1950-02-28',
        sex: '2',
        address: ['1 Mill Lane', 'Anytown'],
        postcode: 'ZZ99 3AB',
        phoneHome: '01632 960001',
        phoneMobile: null,
        email: 'amal@example.org',
        gpPractice: 'V81999',
        gp: 'G9999998',
        deceased: true,
        deceasedAt: '2026-01-13',
        deathNotification: 'informal',
        ethnicCategory: 'Z',
        language: 'cy',
        shielded: true,
      },
      confirmed: [],
    },
  ],
  [
    'patient-details-told.v1',
    `{${word},"set":{},"confirmed":["family","sex"],"nhsNumberToldEarlier":"9990000018"}`,
    {
      type: 'DetailsTold',
      order,
      occurredAt: at,
      set: {},
      confirmed: ['family', 'sex'],
      nhsNumberToldEarlier: '9990000018',
    },
  ],
  ['patient-merged.v1', `{${word},"into":"${b}"}`, { type: 'PatientMerged', order, occurredAt: at, into: b }],
  ['patient-unmerged.v1', `{${word}}`, { type: 'PatientUnmerged', order, occurredAt: at }],
  [
    'patient-record-noted.v1',
    `{"record":{"patientId":"${a}","number":{"authority":"RXX","value":"A100","type":"MR"},"entries":{"family":{"value":"Khan","order":"${order}"},"middle":{"value":null,"order":"${order}"},"shielded":{"value":true,"order":"${order}"},"address":{"value":["1 Mill Lane"],"order":"${order}"}},"nhsNumbersFirstTold":{"9990000018":"${order}"},"merge":{"into":"${b}","order":"${order}"},"everMergedInto":["${b}"],"revision":4}}`,
    {
      type: 'RecordNoted',
      record: {
        patientId: a,
        number,
        entries: {
          family: { value: 'Khan', order },
          middle: { value: null, order },
          shielded: { value: true, order },
          address: { value: ['1 Mill Lane'], order },
        },
        nhsNumbersFirstTold: { '9990000018': order },
        merge: { into: b, order },
        everMergedInto: [b],
        revision: 4,
      },
    },
  ],
  [
    'patient-contact-recorded.v1',
    `{${word},"by":"cleo","consents":{"sms":"withdrawn"},"points":[{"pointId":"${b}","method":"3","value":"01632 960001","consent":"given","safeToLeaveVoicemail":false,"safeContact":"DO_NOT_SAY_HOSPITAL","verifiedAt":"${at}"}]}`,
    {
      ...{ type: 'ContactRecorded', order, occurredAt: at, by: 'cleo', consents: { sms: 'withdrawn' } },
      points: [
        {
          ...{ pointId: b, method: '3', value: '01632 960001', consent: 'given', safeToLeaveVoicemail: false },
          ...{ safeContact: 'DO_NOT_SAY_HOSPITAL', verifiedAt: at },
        },
      ],
    },
  ],
  [
    'patient-needs-recorded.v1',
    `{${word},"by":"cleo","needs":{"language":"pl","interpreterRequired":true,"signLanguage":null,"formats":["LARGE_PRINT"],"support":["HEARING_LOOP"],"contactMethod":"9","carerFormats":[],"carerSupport":null,"reviewOn":"2027-01-14"}}`,
    {
      ...{ type: 'NeedsRecorded', order, occurredAt: at, by: 'cleo' },
      needs: {
        ...{ language: 'pl', interpreterRequired: true, signLanguage: null, formats: ['LARGE_PRINT'] },
        ...{ support: ['HEARING_LOOP'], contactMethod: '9', carerFormats: [], carerSupport: null },
        reviewOn: '2027-01-14',
      },
    },
  ],
  [
    'patient-record-noted.v1',
    `{"record":{"patientId":"${a}","number":{"authority":"RXX","value":"A100"},"entries":{},"nhsNumbersFirstTold":{},"merge":null,"everMergedInto":[],"reach":{"consents":{"phone":{"value":"refused","order":"${order}","at":"${at}","by":"cleo"}},"points":{}},"needs":{"formats":{"value":null,"order":"${order}","at":"${at}","by":"cleo"}},"revision":5}}`,
    {
      type: 'RecordNoted',
      record: {
        ...{ patientId: a, number: { authority: 'RXX', value: 'A100' }, entries: {}, nhsNumbersFirstTold: {} },
        ...{ merge: null, everMergedInto: [], revision: 5 },
        reach: { consents: { phone: { value: 'refused', order, at, by: 'cleo' } }, points: {} },
        needs: { formats: { value: null, order, at, by: 'cleo' } },
      },
    },
  ],
];
const erasureArchive: typeof archive = [
  [
    'erasure-ordered.v1',
    `{"patientId":"${a}","patientIds":["${a}","${b}"],"claims":["hmac"],"reason":"ERASURE_REQUEST","by":"iggy","at":"${at}"}`,
    {
      type: 'ErasureOrdered',
      patientId: a,
      patientIds: [a, b],
      claims: ['hmac'],
      reason: 'ERASURE_REQUEST',
      by: 'iggy',
      at,
    },
  ],
  [
    'erasure-part-done.v1',
    `{"part":"records","removed":2,"patientIds":["${a}"],"at":"${at}"}`,
    { type: 'ErasurePartDone', part: 'records', removed: 2, patientIds: [a], at },
  ],
  [
    'erasure-part-done.v1',
    `{"part":"engines","pending":true,"at":"${at}"}`,
    { type: 'ErasurePartDone', part: 'engines', pending: true, at },
  ],
];
const claimArchive: typeof archive = [
  [
    'nhs-number-claimed.v1',
    `{"patientId":"${a}","firstTold":"${order}"}`,
    { type: 'NhsNumberClaimed', patientId: a, firstTold: order },
  ],
  ['nhs-number-released.v1', `{"patientId":"${a}"}`, { type: 'NhsNumberReleased', patientId: a }],
];
const task = {
  taskId: b,
  kind: 'nhs-number-claimed-elsewhere',
  subjects: [a, b],
  raisedAt: at,
  ownerRole: 'service-manager',
  suggestedFix: 'COMPARE_AND_MERGE',
};
const taskArchive: typeof archive = [
  [
    'patient-task-raised.v1',
    `{"task":{"taskId":"${b}","kind":"nhs-number-claimed-elsewhere","subjects":["${a}","${b}"],"raisedAt":"${at}","ownerRole":"service-manager","suggestedFix":"COMPARE_AND_MERGE"}}`,
    { type: 'TaskRaised', task },
  ],
  ['patient-task-closed.v1', `{"at":"${at}"}`, { type: 'TaskClosed', at }],
  ['patient-task-claimed.v1', `{"at":"${at}","by":"sam"}`, { type: 'TaskClaimed', at, by: 'sam' }],
  [
    'patient-task-claimed.v1',
    `{"at":"${at}","by":"sam","from":"ina"}`,
    { type: 'TaskClaimed', at, by: 'sam', from: 'ina' },
  ],
  ['patient-task-released.v1', `{"at":"${at}","by":"sam"}`, { type: 'TaskReleased', at, by: 'sam' }],
];

const noteArchive: typeof archive = [
  [
    'note-written.v1',
    `{"noteId":"${b}","patientId":"${a}","kind":"GENERAL","text":"Rang her son.","by":"wes","at":"${at}"}`,
    { type: 'NoteWritten', noteId: b, patientId: a, kind: 'GENERAL', text: 'Rang her son.', by: 'wes', at },
  ],
  [
    'note-written.v1',
    `{"noteId":"${b}","patientId":"${a}","kind":"BREAK_GLASS_REASON","text":"Unconscious.","by":"service:gateway","onBehalfOf":"wes","at":"${at}"}`,
    {
      ...{ type: 'NoteWritten', noteId: b, patientId: a, kind: 'BREAK_GLASS_REASON', text: 'Unconscious.' },
      ...{ by: 'service:gateway', onBehalfOf: 'wes', at },
    },
  ],
  [
    'note-corrected.v1',
    `{"text":"Rang her daughter.","by":"wes","at":"${at}"}`,
    { type: 'NoteCorrected', text: 'Rang her daughter.', by: 'wes', at },
  ],
  [
    'note-withdrawn.v1',
    `{"reason":"WRONG_PATIENT","by":"wes","at":"${at}"}`,
    { type: 'NoteWithdrawn', reason: 'WRONG_PATIENT', by: 'wes', at },
  ],
];

function archiveHolds<Event>(name: string, codec: EventCodec<Event>, shapes: typeof archive) {
  describe(name, () => {
    it.each(shapes)('reads %s', (type, json, decoded) =>
      expect(codec.decode({ type, data: parsed(json) })).toStrictEqual(decoded),
    );

    it.each(shapes)('writes what it reads, through JSON (%s)', (type, json) => {
      const event = codec.decode({ type, data: parsed(json) });
      const stored = codec.encode(event);
      expect(codec.decode({ type: stored.type, data: parsed(JSON.stringify(stored.data)) })).toStrictEqual(event);
      expect(shapes.map(([known]) => known)).toContain(stored.type);
    });

    it('stops at a type that it does not know', () =>
      expect(() => codec.decode({ type: 'patient-teleported.v1', data: {} })).toThrow('patient-teleported.v1'));
  });
}
archiveHolds('patient events', patientEventCodec, archive);
archiveHolds('erasures', erasureEventCodec, erasureArchive);
archiveHolds('claims on NHS numbers', nhsNumberClaimCodec, claimArchive);
archiveHolds('notes', noteEventCodec, noteArchive);
archiveHolds('tasks', patientTaskCodec, taskArchive);

it('stops at a date without a zone, and does not repeat the data', () => {
  const broken = { order, occurredAt: '2026-01-14T08:00', into: b };
  expect(() => patientEventCodec.decode({ type: 'patient-merged.v1', data: broken })).toThrow(
    'A stored event of a patient has a fault at occurredAt.',
  );
});

const parsed = (json: string): JsonObject => JSON.parse(json) as JsonObject;
