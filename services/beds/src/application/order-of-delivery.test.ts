import fc from 'fast-check';
import { openTestEngines } from '@flow/platform/engines/testing';
import type { Told } from '../domain/stay/telling';
import type { TellStay } from './beds-inputs';
import { stayOfVisit } from './visit';
import { toldStay } from '../domain/stay/fold-stay';
import { patientId } from '../domain/ids';
import { contextOf, detailsOf, laneContext, openBeds, placeOf, setUp, tells, type Beds } from './testing/beds';

const SEED = 20260205;
const RUNS = 25;
const PATIENTS = ['p1', 'p2', 'p3', 'p4'];
const BEDS = ['A1-01', 'A1-02', 'B2-01'];

type Message =
  | { readonly kind: 'stay'; readonly input: TellStay }
  | { readonly kind: 'swap'; readonly first: TellStay; readonly second: TellStay }
  | { readonly kind: 'merge'; readonly survivor: string; readonly retired: string; readonly input: TellStay }
  | { readonly kind: 'details'; readonly patient: string; readonly id: string };

const time = fc.nat({ max: 40 }).map((minute) => `08:${String(minute).padStart(2, '0')}`);
const patient = fc.constantFrom(...PATIENTS);
const bed = fc.constantFrom(...BEDS);
const told = fc.constantFrom<Told>(
  ...(['ADMITTED', 'ADMITTED', 'TRANSFERRED', 'TRANSFERRED', 'DISCHARGED'] as const),
  ...(['TRANSFER_CANCELLED', 'DISCHARGE_CANCELLED', 'ADMISSION_CANCELLED', 'LEAVE_STARTED', 'CORRECTED'] as const),
);

const drawn = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('stay' as const), told, time, patient, bed }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('swap' as const), time, bed, other: bed }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), time }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('details' as const), patient }) },
);

type Telling = typeof tells;

const without: Telling = (...said) => {
  const bare: { -readonly [Name in keyof TellStay]: TellStay[Name] } = tells(...said);
  delete bare.visit;
  return bare;
};

const historyOf = (tellsOf: Telling) =>
  fc.array(drawn, { minLength: 2, maxLength: 14 }).map((drawings) =>
    drawings.map((one, index): Message => {
      const messageId = `m${String(index).padStart(3, '0')}`;
      switch (one.kind) {
        case 'stay': {
          const place = placeOf(one.bed);
          return { kind: 'stay', input: tellsOf(one.told, one.time, one.patient, { messageId, place }) };
        }
        case 'swap': {
          const half = (who: string, place: string, at: number) =>
            tellsOf('TRANSFERRED', one.time, who, { messageId, index: at, place: placeOf(place) });
          return { kind: 'swap', first: half('p1', one.bed, 0), second: half('p2', one.other, 1) };
        }
        case 'merge':
          return {
            kind: 'merge',
            survivor: 'p3',
            retired: 'p4',
            input: tells('CORRECTED', one.time, 'p3', { messageId }),
          };
        case 'details':
          return { kind: 'details', patient: one.patient, id: messageId };
      }
    }),
  );

/** Who has died is known to the patients service for all time once it is: every telling of them says so. */
function deliver(beds: Beds, retired: Set<string>, message: Message): Promise<unknown> {
  const now = (input: TellStay): TellStay =>
    retired.has(input.patient.patientId) ? { ...input, patient: detailsOf('p3') } : input;
  switch (message.kind) {
    case 'stay':
      return beds.tellStay(now(message.input), { ...laneContext(message.input) });
    case 'swap':
      return beds.tellSwap({ first: now(message.first), second: now(message.second) }, laneContext(message.first));
    case 'merge': {
      retired.add(message.retired);
      const { input } = message;
      const merge = { ...input, survivor: detailsOf(message.survivor), retiredId: patientId(message.retired) };
      return beds.tellPatientsMerged(merge, laneContext(input));
    }
    case 'details': {
      const who = retired.has(message.patient) ? 'p3' : message.patient;
      return beds.tellPatientDetails({ patient: detailsOf(who) }, contextOf(message.id));
    }
  }
}

async function delivered(messages: readonly Message[]) {
  const engines = await openTestEngines();
  try {
    const instances = [await openBeds(engines), await openBeds(engines)] as const;
    await setUp(instances[0]);
    const retired = new Set<string>();
    for (const [index, message] of messages.entries()) await deliver(instances[index % 2]!, retired, message);
    const { state } = await instances[0].deps.book.load();
    const ids = PATIENTS.flatMap((who) =>
      [tells, without].map((of) => stayOfVisit(of('ADMITTED', '08:00', who))),
    ).sort();
    const folds = await Promise.all(
      ids.map(async (id) => toldStay(id, (await instances[1].deps.stays.load(id)).state)),
    );
    return {
      // One that was joined into another is as if it had never been.
      stays: folds.map((fold) => (fold?.began ?? null) && { ...fold, withdrawn: [], folded: 0, patientId: null }),
      occupancy: state.stays.rows().map(({ stayId, patientId: who, bedId, ours, theirs, base, leave }) => ({
        ...{ stayId, who, bedId, ours, theirs, base, leave },
      })),
      beds: state.beds.rows().map(({ bedId, occupants }) => ({ bedId, occupants })),
    };
  } finally {
    await engines.close();
  }
}

it.each([
  ['with', tells],
  ['without', without],
] as const)(
  'BED-18: %s visit numbers, gives the same stays and occupancy in whatever order and however often the lanes tell',
  async (_how, tellsOf) => {
    await fc.assert(
      fc.asyncProperty(
        historyOf(tellsOf).chain((messages) =>
          fc.tuple(
            fc.constant(messages),
            fc.shuffledSubarray(messages, { minLength: messages.length, maxLength: messages.length }),
            fc.shuffledSubarray(messages, { minLength: 0 }),
          ),
        ),
        async ([messages, shuffled, again]) => {
          expect(await delivered([...shuffled, ...again])).toStrictEqual(await delivered(messages));
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
  },
  60_000,
);

it('a discharge under the number that was kept ends the stay of the one that was retired', async () => {
  const stay = (input: TellStay): Message => ({ kind: 'stay', input });
  const admitted = stay(without('ADMITTED', '08:00', 'p4', { place: placeOf('A1-01') }));
  const discharged = stay(without('DISCHARGED', '08:30', 'p3'));
  const merge: Message = { kind: 'merge', survivor: 'p3', retired: 'p4', input: tells('CORRECTED', '08:20', 'p3') };
  const orders = [
    [admitted, merge, discharged],
    [merge, admitted, discharged],
    [discharged, admitted, merge],
  ];
  for (const order of orders) {
    const { stays, occupancy } = await delivered(order);
    expect(stays.filter(Boolean)).toMatchObject([
      { status: 'discharged', steps: [{ kind: 'placed' }, { kind: 'left' }] },
    ]);
    expect(occupancy).toStrictEqual([]);
  }
});
