import { UnknownEventType, type EventCodec } from '@flow/platform/decider/event-codec';
import type { JsonObject } from '@flow/platform/values/json';
import { erasureCodec } from './erasure-codec';
import { expiryCodec } from './expiry-codec';
import { laneCodec } from './lane-codec';
import { ledgerCodec } from './ledger-codec';
import { interfaceTaskCodec } from './task-codec';

const at = '2026-01-05T11:00:00.000Z';
const entry = `"messageId":"m1","partner":"ipm","source":{"stream":"inbox-ipm-2026-01-05","revision":3},"receivedAt":"${at}","configVersion":"v1"`;
const deed = (nth: number, more = ''): string =>
  `{"messageId":"m1","partner":"ipm","source":{"stream":"inbox-ipm-2026-01-05","revision":3},"receivedAt":"${at}","deed":${nth},"by":"ina","askedAt":"${at}"${more}}`;
const person = `{"hospitalNumber":{"authority":"RXX","value":"A100","type":"MR"},"nhsNumber":"9990000018","family":"Khan","middle":null,"address":["1 Mill Lane"],"deceased":false}`;
const stay = `{"told":"ADMITTED","visit":{"authority":"RXX","number":"V1"},"place":{"wardId":"A1","unmappedPlaceId":"p1"},"patientClass":"I","expectedAt":null,"movementAt":"${at}"}`;
const steps = `[{"step":"person","person":${person}},{"step":"merge","survivor":${person},"retired":{"authority":"RXX","value":"A101"}},{"step":"details","person":0},{"step":"stay","person":0,"stay":${stay}},{"step":"swap","first":${stay},"second":${stay}},{"step":"bed-status","status":{"place":{"bedId":"A1-01"},"status":"K"}},{"step":"task","kind":"person-delete-told"}]`;
const settled = (settlement: string): string => `{${entry},"decoding":1,"collision":false,"settlement":${settlement}}`;

/** As found in the store, of each shape ever written. Append only. */
const ledgers: readonly (readonly [type: string, json: string])[] = [
  [
    'message-decoded.v1',
    `{${entry},"decoding":1,"event":"A01","steps":${steps},"lanes":["l1"],"order":"o1","occurredAt":"${at}","unmapped":[{"id":"p1","codes":"Q9^^^","text":"Q9"}],"warnings":["PLACE_UNMAPPED"],"clockCorrectionMs":0}`,
  ],
  [
    'message-settled.v1',
    settled(
      `{"outcome":"applied","effects":[{"index":0,"owner":"beds","patientIds":["p"],"stayId":"s","tasks":["t"],"changed":true}]}`,
    ),
  ],
  ['message-settled.v1', settled(`{"outcome":"ignored","rule":"EVENT_SWITCHED_OFF"}`)],
  ['message-settled.v1', settled(`{"outcome":"held","heldFor":"booking"}`)],
  ['message-settled.v1', settled(`{"outcome":"quarantined","reason":"BEHIND_QUARANTINED","lanes":["l1"]}`)],
  ['message-settled.v1', settled(`{"outcome":"quarantined","reason":"PATIENTS_IDENTIFIERS_CONFLICT","lanes":[]}`)],
  ['message-settled.v1', settled(`{"outcome":"duplicate","of":"m0"}`)],
  [
    'message-settled.v1',
    `{${entry},"decoding":2,"collision":false,"settlement":{"outcome":"skipped","reason":"TEST_MESSAGE","by":"ina"},"deed":1}`,
  ],
  [
    'message-decoded.v1',
    `{${entry},"decoding":2,"event":"A01","steps":[],"lanes":[],"order":"o1","occurredAt":"${at}","unmapped":[],"warnings":[],"clockCorrectionMs":0,"deed":2}`,
  ],
  ['message-retry-asked.v1', deed(1)],
  ['message-edited.v1', deed(2, `,"reason":"WRONG_PLACE","raw":"TVNI","sha256":"ab","contentHash":"cd"`)],
  ['message-skip-asked.v1', deed(3, `,"reason":"DUPLICATE_IN_IPM"`)],
];

const lanes: readonly (readonly [type: string, json: string])[] = [
  ['lane-joined.v1', `{"lane":"l1","messageId":"m1","at":"${at}","into":"l2"}`],
  ['lane-message-parked.v1', `{"lane":"l1","messageId":"m1","at":"${at}","reason":"PATIENT_UNKNOWN"}`],
  ['lane-message-unparked.v1', `{"lane":"l1","messageId":"m1","at":"${at}"}`],
];

const tasks: readonly (readonly [type: string, json: string])[] = [
  [
    'interface-task-raised.v1',
    `{"task":{"taskId":"t1","kind":"place-unmapped","subjects":["p1"],"raisedAt":"${at}","ownerRole":"integration-operator","suggestedFix":"MAP_PLACE"}}`,
  ],
  ['interface-task-closed.v1', `{"at":"${at}"}`],
  ['interface-task-closed.v1', `{"at":"${at}","by":"ina","as":"corrected-in-ipm"}`],
  ['interface-task-claimed.v1', `{"at":"${at}","by":"ina"}`],
  ['interface-task-claimed.v1', `{"at":"${at}","by":"sam","from":"ina"}`],
  ['interface-task-released.v1', `{"at":"${at}","by":"sam"}`],
];

const erasures: readonly (readonly [type: string, json: string])[] = [
  ['messages-erased.v1', `{"erasureId":"e1","messageIds":["m1","m2"],"at":"${at}"}`],
];

const days: readonly (readonly [type: string, json: string])[] = [
  [
    'inbox-day-expiring.v1',
    `{"partner":"ipm","date":"2026-01-05","at":"${at}","received":3,"ended":{"applied":2,"duplicate":1}}`,
  ],
  ['inbox-day-expired.v1', `{"partner":"ipm","date":"2026-01-05","at":"${at}"}`],
];

/** Every field that is stored is read, and written again as it was. */
function goesRound<Event>(codec: EventCodec<Event>, type: string, json: string): void {
  const data = JSON.parse(json) as JsonObject;
  expect(codec.encode(codec.decode({ type, data }))).toStrictEqual({ type, schemaVersion: 1, data });
}

describe('stored events', () => {
  it.each(ledgers)('of ledgers are read for ever: %s %s', (type, json) => goesRound(ledgerCodec, type, json));
  it.each(days)('of days that expired are read for ever: %s', (type, json) => goesRound(expiryCodec, type, json));
  it.each(lanes)('of lanes are read for ever: %s', (type, json) => goesRound(laneCodec, type, json));
  it.each(tasks)('of tasks are read for ever: %s', (type, json) => goesRound(interfaceTaskCodec, type, json));

  it.each(erasures)('of erasures are read for ever: %s', (type, json) => goesRound(erasureCodec, type, json));

  it('of a newer version stop whoever reads them', () => {
    expect(() => ledgerCodec.decode({ type: 'message-settled.v2', data: {} })).toThrow(UnknownEventType);
    expect(() => laneCodec.decode({ type: 'lane-split.v1', data: {} })).toThrow(UnknownEventType);
    expect(() => interfaceTaskCodec.decode({ type: 'interface-task-taken.v1', data: {} })).toThrow(UnknownEventType);
    expect(() => erasureCodec.decode({ type: 'messages-erased.v2', data: {} })).toThrow(UnknownEventType);
  });

  it('that are at fault are told of without what they say', () => {
    const data = JSON.parse(ledgers[0]?.[1].replace('"family":"Khan"', '"family":{"is":"Khan"}') ?? '') as JsonObject;
    expect(() => ledgerCodec.decode({ type: 'message-decoded.v1', data })).toThrow(
      'A stored event of the interface has a fault at steps.0.',
    );
  });

  it('of tasks are told from those of other services', () => {
    expect(['interface-task-raised.v1', 'patient-task-raised.v1'].map(interfaceTaskCodec.isOurs)).toStrictEqual([
      true,
      false,
    ]);
  });
});
