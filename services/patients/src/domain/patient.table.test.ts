import { replay, type Decider } from '@flow/platform/decider/decider';
import { nhsNumberClaimDecider, type NhsNumberClaimEvent } from './nhs-number-claim';
import { patientDecider, type PatientCommand, type PatientEvent } from './patient';
import {
  amal,
  bryn,
  cerys,
  merge,
  merged,
  numberOf,
  order,
  registered,
  tell,
  told,
  unmerge,
  unmerged,
} from './testing';

/** `yes` an event, `same` no event because it is already so, `no` refused. */
function outcomes<Command, Event, State, Rejection>(
  decider: Decider<Command, Event, State, Rejection>,
  histories: Record<string, Event[]>,
  commands: readonly Command[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(histories).map(([name, history]) => {
      const state = replay(decider, history);
      const row = commands.map((command) => {
        const decision = decider.decide(command, state);
        if (!decision.accepted) return 'no';
        return decision.events.length > 0 ? 'yes' : 'same';
      });
      return [name, row.join(' ')];
    }),
  );
}

const record = {
  patientId: cerys,
  number: numberOf(cerys),
  entries: {},
  nhsNumbersFirstTold: {},
  merge: null,
  everMergedInto: [],
  revision: 4,
};
const histories: Record<string, PatientEvent[]> = {
  unknown: [],
  registered: [registered(bryn)],
  told: [registered(bryn), told(5, { family: 'Rees' })],
  merged: [registered(bryn), merged(amal, 5)],
  unmerged: [registered(bryn), merged(amal, 3), unmerged(5)],
  noted: [registered(bryn), { type: 'RecordNoted', record }],
};
const commands: PatientCommand[] = [
  tell(bryn, 4, { family: 'Rees' }),
  tell(bryn, 6, { family: 'Rees' }),
  merge(bryn, amal, 4),
  merge(bryn, amal, 6),
  unmerge(4),
  unmerge(6),
  { type: 'NoteRecords', records: [record] },
];

it('a patient answers so', () =>
  // prettier-ignore
  expect(outcomes(patientDecider, histories, commands)).toStrictEqual({
    //           tell older, newer; merge older, newer; unmerge older, newer; note
    unknown:    'yes yes yes yes no no no',
    registered: 'yes yes yes yes yes yes yes',
    told:       'same yes yes yes yes yes yes',
    merged:     'yes yes same yes same yes yes',
    unmerged:   'yes yes same yes same yes yes',
    noted:      'yes yes yes yes yes yes same',
  }));

it.each(Object.entries(histories))('a %s patient takes no command twice', (_name, history) => {
  for (const command of commands) {
    const decision = patientDecider.decide(command, replay(patientDecider, history));
    if (!decision.accepted) continue;
    const after = replay(patientDecider, [...history, ...decision.events]);
    expect(patientDecider.decide(command, after)).toStrictEqual({ accepted: true, events: [] });
  }
});

const claimed: NhsNumberClaimEvent = { type: 'NhsNumberClaimed', patientId: amal, firstTold: order(3) };
const released: NhsNumberClaimEvent = { type: 'NhsNumberReleased', patientId: amal };
it('a claim on an NHS number answers so', () =>
  // prettier-ignore
  expect(
    outcomes(
      nhsNumberClaimDecider,
      { free: [], claimed: [claimed], released: [claimed, released] },
      [
        { type: 'ClaimNhsNumber', patientId: amal, firstTold: order(3) },
        { type: 'ClaimNhsNumber', patientId: amal, firstTold: order(2) },
        { type: 'ClaimNhsNumber', patientId: bryn, firstTold: order(4) },
        { type: 'ReleaseNhsNumber', patientId: amal },
        { type: 'ReleaseNhsNumber', patientId: bryn },
      ],
    ),
  ).toStrictEqual({
    //         claim again, earlier, by another; release own, another's
    free:     'yes yes yes same same',
    claimed:  'same yes yes yes same',
    released: 'yes yes yes same same',
  }));
