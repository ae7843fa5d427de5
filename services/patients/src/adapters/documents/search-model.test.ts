import { openTestEngines } from '@flow/platform/engines/testing';
import type { Engines } from '@flow/platform/engines/engines';
import type { Collection, Document } from '@flow/platform/documents/documents';
import { sampleMetadata } from '@flow/platform/event-store/testing';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import fc from 'fast-check';
import type { PatientEvent } from '../../domain/patient';
import { amal, bryn, merged, registered, told, unmerged } from '../../domain/testing';
import { erasable } from '../../projections/gone';
import { applyToSearchModel, type SearchModel } from '../../projections/search-model';
import { erasureEventCodec } from '../events/erasure-event-codec';
import { patientEventCodec } from '../events/patient-event-codec';
import { patientSearchModel } from './search-model-definition';

const CODECS = { patients: patientEventCodec, erasures: erasureEventCodec };

let engines: Engines;
let opened = 0;
beforeAll(async () => {
  engines = await openTestEngines({ hostile: false });
});
afterAll(async () => engines.close());

const openModel = () => patientSearchModel.open(engines.documents, (name) => `test-${(opened += 1)}-${name}`);

const change = fc.oneof(
  fc.record({ family: fc.constantFrom('Rees', 'Rees-Jones', 'Khan', null) }),
  fc.record({ phoneHome: fc.constantFrom('01632 960001', null) }),
  fc.record({ birthDate: fc.constantFrom('1980-02-29', null) }),
  fc.record({ shielded: fc.boolean() }),
);
const history = fc
  .array(fc.oneof(change, fc.constant('merged' as const), fc.constant('unmerged' as const)), { maxLength: 9 })
  .map((words): readonly PatientEvent[] => [
    registered(amal),
    ...words.map((word, minute): PatientEvent => {
      if (word === 'merged') return merged(bryn, minute);
      return word === 'unmerged' ? unmerged(minute) : told(minute, word);
    }),
  ]);

const recorded = (events: readonly PatientEvent[]): RecordedEvent[] =>
  events.map((event, revision) => {
    const { type, data } = patientEventCodec.encode(event);
    const position = String(revision).padStart(20, '0') as RecordedEvent['position'];
    return { id: `${revision}`, type, data, metadata: sampleMetadata, stream: `patient-${amal}`, revision, position };
  });

/** Every write counts; the given ones are done and their answer lost. */
function dying(model: SearchModel, deaths: readonly number[]): SearchModel {
  let writes = 0;
  const after = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work;
    writes += 1;
    if (deaths.includes(writes)) throw new Error('The process died here.');
    return answer;
  };
  const on = <D extends Document>(inner: Collection<D>): Collection<D> => ({
    ...inner,
    replaceOne: (...asked) => after(inner.replaceOne(...asked)),
    deleteOne: (...asked) => after(inner.deleteOne(...asked)),
  });
  return { people: erasable(on(model.people.all)), rows: on(model.rows) };
}

async function allOf(model: SearchModel) {
  return { people: await model.people.find({}, { limit: 10 }), rows: await model.rows.find({}, { limit: 100 }) };
}
const idsOf = (documents: readonly Document[]) => documents.map(({ _id }) => _id);

it('has the rows of the last event, wherever it was cut short and in whatever batches events come again', async () => {
  const cut = fc.array(fc.nat(20), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(history, cut, fc.array(fc.nat(9), { maxLength: 6 }), async (events, deaths, from) => {
      const all = recorded(events);
      const straight = await openModel();
      await applyToSearchModel(straight, CODECS, all);
      const kept = await openModel();
      const model = dying(kept, deaths);
      for (const start of [0, ...from, 0]) {
        const held = (await kept.people.findOne({ _id: amal }))?.revision ?? -1;
        // A batch begins at or before what is held, as the follower gives them.
        const batch = all.slice(Math.min(start, held + 1));
        await applyToSearchModel(model, CODECS, batch.slice(0, start + 2)).catch(() => undefined);
      }
      for (;;) {
        try {
          await applyToSearchModel(model, CODECS, all);
          break;
        } catch {
          // It died once more.
        }
      }
      const [expected, found] = [await allOf(straight), await allOf(kept)];
      expect(found.people).toStrictEqual(expected.people);
      expect(idsOf(found.rows)).toStrictEqual(idsOf(expected.rows));
    }),
    { numRuns: 60, seed: 20260114 },
  );
});
