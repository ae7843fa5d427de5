import { searchPatients, type SearchDeps } from '@flow/patients/application/search-patients';
import { seededChance } from '@flow/demo/generator/chance';
import { systemClock } from '@flow/platform/time/clock';
import { londonDateOf } from '@flow/platform/time/london';
import { join } from 'node:path';
import type { Bench, Suite } from '../harness/bench';
import { compared, type Contender } from '../harness/contender';
import { interleave } from '../harness/interleave';
import { processorUs } from '../harness/processor';
import { searchOver } from './fill-directory';
import { FORMS, type Form } from './forms';
import { letters, people, type Somebody } from './people';

/** A page, and one more to know whether there are others. */
const LIMIT = 21;
const CHECKED = 5;
const GOAL_MS = 20;

const found = async (deps: SearchDeps, typed: string): Promise<readonly string[]> => {
  const today = londonDateOf(systemClock.now());
  const { found: all } = await searchPatients(deps, { typed, today, limit: LIMIT, sees: [], maySee: () => true });
  return all.map(({ person }) => person.patientId);
};

const shownBy = (who: Somebody): string => [letters(who.family), letters(who.given), who.birthDate, who.id].join(' ');

/** Everybody is looked at: slow, and hard to get wrong. In the order in which a page shows them, where they were found by one name. */
function oracle(all: readonly Somebody[], form: Form, who: Somebody): ReadonlySet<string> {
  const fits = form.finds(who);
  return new Set(
    all
      .filter(fits)
      .sort((a, b) => (shownBy(a) < shownBy(b) ? -1 : 1))
      .map(({ id }) => id),
  );
}

function searching(deps: SearchDeps, all: readonly Somebody[], form: Form, times: number): Contender {
  const chance = seededChance(form.name.length);
  return {
    name: form.name,
    async check() {
      const wrong: string[] = [];
      for (let done = 0; done < CHECKED; done += 1) {
        const who = chance.pick(all);
        const wanted = oracle(all, form, who);
        const given = await found(deps, form.typed(who));
        const fit = given.every((id) => wanted.has(id)) && new Set(given).size === given.length;
        if (!fit || given.length !== Math.min(LIMIT, wanted.size)) wrong.push(`${given.length} of ${wanted.size}`);
      }
      return { ...compared([wrong.length], [0]), wrong: wrong.length, of: CHECKED, such: wrong[0] };
    },
    async round() {
      const latenciesMs: number[] = [];
      const asked = Array.from({ length: times }, () => form.typed(chance.pick(all)));
      const started = performance.now();
      const { cpuUs } = await processorUs(async () => {
        for (const typed of asked) {
          const from = performance.now();
          await found(deps, typed);
          latenciesMs.push(performance.now() - from);
        }
      });
      return { operations: times, wallMs: performance.now() - started, cpuUs, latenciesMs };
    },
  };
}

async function run(bench: Bench): Promise<void> {
  const count = bench.sized(4000, 600_000);
  const all = people(count);
  const engines = await bench.engines.open(join(bench.folder, 'engines'));
  try {
    const deps = await searchOver(engines, all, (done) => bench.progress(`${done} of ${count} people`));
    const contenders = FORMS.map((form) => searching(deps, all, form, bench.sized(50, 1000)));
    const measured = await interleave(contenders, {
      rounds: bench.sized(1, 3),
      progress: (text) => bench.progress(text),
    });
    bench.contest(
      `the first page among ${count.toLocaleString('en-GB')} people, by what was typed`,
      measured,
      FORMS[0]?.name ?? '',
    );
    if (bench.quick) return;
    for (const { contender, summary } of measured) {
      const p99 = summary?.latencyMs?.p99 ?? NaN;
      const what = `${contender.name}: p99 under ${GOAL_MS} ms`;
      bench.check({ kind: 'target', what, measured: `${p99.toFixed(2)} ms`, holds: p99 < GOAL_MS });
    }
  } finally {
    await engines.close();
  }
}

export const search: Suite = { name: 'search', what: 'patients found by what clerks type', run };
