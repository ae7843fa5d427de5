import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExpectedRevision, NewEvent } from './event-store';
import { openSqliteEventStore } from './sqlite-event-store';
import { followUntil, sampleEvent } from './testing';

const SEED = 20260105;

/** A stream as anyone would write it down. */
interface Expected {
  readonly ids: string[];
  gone: number;
  first: number;
}

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('append' as const),
        stream: fc.constantFrom('stay-0', 'stay-1', 'stay-2'),
        back: fc.nat(2),
        count: fc.integer({ min: 1, max: 3 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('repeat' as const), which: fc.nat() }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('delete' as const),
        stream: fc.constantFrom('stay-0', 'stay-1', 'stay-2'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('truncate' as const),
        stream: fc.constantFrom('stay-0', 'stay-1', 'stay-2'),
        revision: fc.nat(8),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
  ),
  { maxLength: 40 },
);

interface Attempt {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

/** What an append does to a stream: the revision that it answers with, or undefined where it is refused. */
function appended(model: Expected, { expected, events }: Attempt): number | undefined {
  const ids = events.map(({ id }) => id);
  const after = expected === 'no-stream' ? model.gone - 1 : expected;
  if (after === model.ids.length - 1) model.ids.push(...ids);
  else if (ids.some((id, index) => model.ids[after + 1 + index] !== id)) return undefined;
  return after + ids.length;
}

const visible = ({ ids, gone, first }: Expected): readonly string[] => ids.slice(Math.max(gone, first));

describe('event store on SQLite', () => {
  it(`does what is written down, whatever comes and however often it is opened again (seed ${SEED})`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'flow-event-store-'));
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const file = join(folder, `${randomUUID()}.db`);
        let store = openSqliteEventStore(file);
        const models = new Map<string, Expected>();
        const modelOf = (stream: string): Expected => {
          const model = models.get(stream) ?? { ids: [], gone: 0, first: 0 };
          models.set(stream, model);
          return model;
        };
        const attempts: Attempt[] = [];
        const order: string[] = [];
        const attempt = async (one: Attempt): Promise<void> => {
          const model = modelOf(one.stream);
          const before = model.ids.length;
          const expected = appended(model, one);
          order.push(...model.ids.slice(before));
          const answer = await store.append(one.stream, one.expected, one.events).then(
            ({ revision }) => revision,
            () => undefined,
          );
          expect(answer).toBe(expected);
        };
        const append = async (stream: string, back: number, count: number): Promise<void> => {
          const model = modelOf(stream);
          const at = model.ids.length - 1 - back;
          const events = Array.from({ length: count }, () => sampleEvent());
          attempts.push({ stream, expected: at < model.gone ? 'no-stream' : at, events });
          await attempt(attempts.at(-1)!);
        };
        const remove = async (stream: string): Promise<void> => {
          const model = modelOf(stream);
          if (model.ids.length === model.gone) return;
          model.gone = model.ids.length;
          await store.deleteStream(stream, model.gone - 1);
        };
        const truncate = async (stream: string, revision: number): Promise<void> => {
          const model = modelOf(stream);
          model.first = Math.max(model.first, Math.min(revision, model.ids.length));
          await store.truncateBefore(stream, revision);
        };
        for (const step of all) {
          if (step.kind === 'append') await append(step.stream, step.back, step.count);
          else if (step.kind === 'repeat') {
            const again = attempts[step.which % Math.max(attempts.length, 1)];
            if (again) await attempt(again);
          } else if (step.kind === 'delete') await remove(step.stream);
          else if (step.kind === 'truncate') await truncate(step.stream, step.revision);
          else {
            store.close();
            store = openSqliteEventStore(file);
          }
        }
        for (const [stream, model] of models) {
          const { exists, events } = await store.read(stream, { limit: 4096 });
          expect(exists).toBe(model.ids.length > model.gone);
          expect(events.map(({ id }) => id)).toStrictEqual(visible(model));
        }
        const shown = new Set([...models.values()].flatMap(visible));
        const expected = order.filter((id) => shown.has(id));
        const followed = await followUntil(store, { prefixes: ['stay-'] }, ({ length }) => length >= expected.length);
        expect(followed.map(({ id }) => id)).toStrictEqual(expected);
        store.close();
      }),
      { seed: SEED, numRuns: 60 },
    );
    await rm(folder, { recursive: true });
  });
});
