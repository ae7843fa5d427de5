import type { Collection, Document, Documents } from '@flow/platform/documents/documents';
import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { positionOf } from '@flow/platform/event-store/position';
import { sampleMetadata } from '@flow/platform/event-store/testing';
import type { ReadModelDefinition } from '@flow/platform/running/read-model';
import type { ErasureEvent } from '../../domain/erasure';
import type { NhsNumberClaimEvent } from '../../domain/nhs-number-claim';
import { amal, at, bryn, firstNumber, order, registered, told } from '../../domain/testing';
import { erasureEventCodec } from '../events/erasure-event-codec';
import { nhsNumberClaimCodec } from '../events/nhs-number-claim-codec';
import { noteEventCodec } from '../events/note-event-codec';
import { patientEventCodec } from '../events/patient-event-codec';
import { patientsReadModel } from './read-model-definition';
import { patientSearchModel } from './search-model-definition';

const NOTE = '7c1f6f0e-52f4-4a55-8f0d-6f0b8f1f0a01';
const CLAIM = 'hmac-of-a-number';
const MODELS = [patientsReadModel, patientSearchModel] as const;

type Encoded = Pick<RecordedEvent, 'type' | 'data'>;
const stored = (stream: string, revision: number, place: number, { type, data }: Encoded): RecordedEvent => ({
  ...{ id: `${stream}/${revision}`, stream, revision, position: positionOf(BigInt(place), BigInt(place)) },
  ...{ type, data, metadata: sampleMetadata },
});

const patient = [
  registered(amal),
  told(1, { family: 'Khan', given: 'Amal', nhsNumber: firstNumber }),
  told(2, { given: 'Amala', phoneHome: '01632 960001' }),
].map((event, revision) => stored(`patient-${amal}`, revision, revision, patientEventCodec.encode(event)));
const claimed = (event: NhsNumberClaimEvent, revision: number, place: number) =>
  stored(`identifier-${CLAIM}`, revision, place, nhsNumberClaimCodec.encode(event));
const claims = [claimed({ type: 'NhsNumberClaimed', patientId: amal, firstTold: order(1) }, 0, 3)];
const note = stored(
  `note-${NOTE}`,
  0,
  4,
  noteEventCodec.encode({
    ...{ type: 'NoteWritten', noteId: NOTE, patientId: amal, kind: 'GENERAL', text: 'Prefers the window.' },
    ...{ by: 'a', at },
  } as never),
);
const told0 = [...patient, ...claims, note];
const released = claimed({ type: 'NhsNumberReleased', patientId: amal }, 1, 5);
const erasure = [
  { type: 'ErasureOrdered', patientId: amal, patientIds: [amal], claims: [CLAIM], reason: 'COURT_ORDER', by: 'x', at },
  { type: 'ErasurePartDone', part: 'messages', at },
  { type: 'ErasurePartDone', part: 'records', patientIds: [amal], at },
].map((event, revision) =>
  stored(`erasure-${amal}`, revision, 10 + revision, erasureEventCodec.encode(event as ErasureEvent)),
);
const somebodyNew = claimed({ type: 'NhsNumberClaimed', patientId: bryn, firstTold: order(9) }, 2, 20);

let engines: Engines;
beforeEach(async () => {
  engines = await openTestEngines({ hostile: false });
});
afterEach(async () => engines.close());

/** Documents that wait before their nth write from now on, which is told, until they are let go. */
function stoppedAt(nth: number, inner: Documents) {
  let [arrive, resume] = [(): void => undefined, (): void => undefined];
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const resumed = new Promise<void>((resolve) => (resume = resolve));
  let writes = 0;
  const before = async (): Promise<void> => {
    writes += 1;
    if (writes !== nth) return;
    arrive();
    await resumed;
  };
  const on = <D extends Document>(collection: Collection<D>): Collection<D> => ({
    ...collection,
    async replaceOne(...args) {
      await before();
      return collection.replaceOne(...args);
    },
    async deleteOne(...args) {
      await before();
      return collection.deleteOne(...args);
    },
  });
  const documents: Documents = {
    ...inner,
    collection: async <D extends Document>(name: string, indexes: Parameters<Documents['collection']>[1]) =>
      on(await inner.collection<D>(name, indexes)),
  };
  return { documents, reached, resume };
}

const namedIn = (generation: string) => (collection: string) => `${generation}-${collection}`;

type Batches = readonly (readonly RecordedEvent[])[];

async function applied<Model>(
  { open, apply }: ReadModelDefinition<Model>,
  documents: Documents,
  generation: string,
  batches: Batches,
): Promise<void> {
  const model = await open(documents, namedIn(generation));
  for (const batch of batches) await apply(model, batch);
}

async function applyTo(documents: Documents, generation: string, ...batches: Batches) {
  for (const { name } of MODELS) {
    const ours = batches.map((batch) => batch.filter(({ stream }) => reads(name, stream)));
    if (name === patientsReadModel.name) await applied(patientsReadModel, documents, generation, ours);
    else await applied(patientSearchModel, documents, generation, ours);
  }
}

const reads = (name: string, stream: string): boolean =>
  MODELS.some((model) => model.name === name && model.prefixes.some((prefix) => stream.startsWith(prefix)));

async function held(generation: string): Promise<Record<string, readonly Document[]>> {
  const all: Record<string, readonly Document[]> = {};
  for (const name of ['patients', 'nhs_numbers', 'notes', 'erasures', 'people', 'rows']) {
    all[name] = await (await engines.documents.collection(namedIn(generation)(name), [])).find({}, { limit: 100 });
  }
  return all;
}

describe('what an erasure took', () => {
  it('is what a rebuild never sees, and holds nothing of the person', async () => {
    await applyTo(engines.documents, 'live', told0, [released], erasure);
    await applyTo(engines.documents, 'rebuilt', erasure);
    expect(await held('live')).toStrictEqual(await held('rebuilt'));
    expect(JSON.stringify(await held('live'))).not.toMatch(/khan|amala|window|960001/i);
  });

  it('leaves its number to somebody new, live and in a rebuild', async () => {
    await applyTo(engines.documents, 'live', told0, [released], erasure, [somebodyNew]);
    await applyTo(engines.documents, 'rebuilt', [...erasure, somebodyNew]);
    expect(await held('live')).toStrictEqual(await held('rebuilt'));
    expect((await held('live'))['nhs_numbers']).toMatchObject([{ claimants: { [bryn]: order(9) }, holder: bryn }]);
  });

  it('stays away when the batch comes again', async () => {
    await applyTo(engines.documents, 'live', told0, [...patient.slice(1), released, ...erasure]);
    const once = await held('live');
    await applyTo(engines.documents, 'live', [...patient.slice(1), released, ...erasure]);
    expect(await held('live')).toStrictEqual(once);
  });

  const whole = [told0];
  const cut = [patient.slice(0, 2), [patient[2]!, ...claims, note]];
  const end = [[released], erasure];
  it.each<readonly [string, Batches, Batches]>([
    ['the next one took all events once more', whole, [...whole, ...end]],
    ['they came in several batches', cut, [...cut, ...end]],
    ['the streams had gone before the next one read them', whole, [erasure]],
    ['it was erasing itself', [...cut, ...end], [...cut, ...end]],
    ['it was erasing itself, and the streams had gone', [...whole, ...end], [erasure]],
  ])('stays away, wherever an instance was stopped that goes on afterwards: %s', async (_, stopped, next) => {
    await applyTo(engines.documents, 'rebuilt', erasure);
    const expected = await held('rebuilt');
    let isStopped = true;
    for (let nth = 1; isStopped; nth += 1) {
      const generation = `stopped-${nth}`;
      const { documents, reached, resume } = stoppedAt(nth, engines.documents);
      const stale = applyTo(documents, generation, ...stopped).then(() => 'ended' as const);
      isStopped = (await Promise.race([reached, stale])) !== 'ended';
      await applyTo(engines.documents, generation, ...next);
      resume();
      await stale;
      expect(await held(generation)).toStrictEqual(expected);
    }
  });
});
