import { contextOf, estateOf, openBeds, setClock, setUp, type Beds } from '@flow/beds/application/testing/beds';
import { doubleOccupancies } from '@flow/beds/domain/book/invariants';
import { bedId, patientId } from '@flow/beds/domain/ids';
import { on } from '@flow/beds/domain/testing/estate';
import { seededChance } from '@flow/demo/generator/chance';
import { join } from 'node:path';
import type { Bench, Suite } from '../harness/bench';
import { compared, type Contender } from '../harness/contender';
import { interleave } from '../harness/interleave';
import { processorUs } from '../harness/processor';

type Engines = Awaited<ReturnType<Bench['engines']['open']>>;

/** Fewer beds than agents: the last are fought for. */
const BEDS_A_WARD = 100;
const DESPITE = ['not-clean'] as const;

interface Race {
  readonly agents: number;
  /** Each its own use cases over the same engines, as two processes have. */
  readonly instances: readonly Beds[];
}

interface Raced {
  readonly commands: number;
  readonly latenciesMs: readonly number[];
  /** By the bed that an agent was told that it has: by whom. */
  readonly won: ReadonlyMap<string, string>;
  readonly refusals: ReadonlyMap<string, number>;
}

let races = 0;
const codes = estateOf(BEDS_A_WARD, BEDS_A_WARD).beds.map(({ code }) => code);

/** Every agent admits a patient of its own into beds of its own choice until one is had, or none of those tried could be. */
async function race({ agents, instances }: Race): Promise<Raced> {
  const number = (races += 1);
  const won = new Map<string, string>();
  const refusals = new Map<string, number>();
  const latenciesMs: number[] = [];
  let commands = 0;
  const agent = async (index: number): Promise<void> => {
    const chance = seededChance(number * 1000 + index);
    const beds = instances[index % instances.length];
    const patient = patientId(`race-${number}-${index}`);
    for (let tries = 0; beds !== undefined && tries < 8; tries += 1) {
      const bed = bedId(chance.pick(codes));
      const arrival = { to: { kind: 'bed', bedId: bed }, despite: DESPITE } as const;
      const from = performance.now();
      const answer = await beds.admit({ patientId: patient, arrival }, contextOf(`${number}-${index}-${tries}`));
      latenciesMs.push(performance.now() - from);
      commands += 1;
      if (answer.outcome === 'done') {
        won.set(`${bed} ${patient}`, patient);
        return;
      }
      const { code } = answer.refusal;
      refusals.set(code, (refusals.get(code) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: agents }, (_, index) => agent(index)));
  return { commands, latenciesMs, won, refusals };
}

/** Everybody out again. */
async function empty({ instances: [beds] }: Race): Promise<void> {
  if (!beds) return;
  const { state } = await beds.deps.book.load();
  const stays = state.stays.rows().filter((stay) => stay.bedId !== null);
  await Promise.all(stays.map(({ stayId }, index) => beds.discharge({ stayId }, contextOf(`out-${races}-${index}`))));
}

/** Whoever was told that they have a bed has it, nobody else does, and nobody is in two or with another. */
async function verdictOn({ instances }: Race, { won }: Raced) {
  const held: string[][] = [];
  let doubles = 0;
  for (const beds of instances) {
    const { state } = await beds.deps.book.load();
    doubles += doubleOccupancies(state).length;
    const rows = state.stays.rows().filter((stay) => stay.bedId !== null);
    held.push(rows.map((stay) => `${stay.bedId ?? ''} ${stay.patientId}`).sort());
  }
  const wanted = [...won.keys()].sort();
  const differing = held.reduce((sum, given) => sum + compared(given, wanted).wrong, 0);
  return { wrong: doubles + differing, of: wanted.length };
}

function contender(name: string, racing: Race): Contender {
  return {
    name,
    async check() {
      const raced = await race(racing);
      const verdict = await verdictOn(racing, raced);
      await empty(racing);
      const such = [...raced.refusals].map(([code, count]) => `${count} ${code}`).join(', ');
      return { ...verdict, ...(verdict.wrong > 0 && { such }) };
    },
    async round() {
      const started = performance.now();
      const { result: raced, cpuUs } = await processorUs(() => race(racing));
      const wallMs = performance.now() - started;
      const { wrong, of } = await verdictOn(racing, raced);
      if (wrong > 0) throw new Error(`${name}: ${wrong} of ${of} beds are not as was answered.`);
      await empty(racing);
      return { operations: raced.commands, wallMs, cpuUs, latenciesMs: raced.latenciesMs };
    },
  };
}

async function instancesOver(engines: Engines, count: number): Promise<readonly Beds[]> {
  const clock = { ...setClock(on('09:00')), monotonicMs: () => performance.now() };
  const all: Beds[] = [];
  for (let index = 0; index < count; index += 1) all.push(await openBeds(engines, { clock }));
  return all;
}

async function run(bench: Bench): Promise<void> {
  const agents = bench.sized(60, 300);
  const [one, two] = ['one instance', 'two instances'] as const;
  const opened: Engines[] = [];
  const open = async (name: string, count: number): Promise<Contender> => {
    const engines = await bench.engines.open(join(bench.folder, name.replace(' ', '-')));
    opened.push(engines);
    const instances = await instancesOver(engines, count);
    const [first] = instances;
    if (first) await setUp(first, estateOf(BEDS_A_WARD, BEDS_A_WARD));
    return contender(name, { agents, instances });
  };
  try {
    const contenders = [await open(one, 1), await open(two, 2)];
    const measured = await interleave(contenders, {
      rounds: bench.sized(1, 5),
      progress: (text) => bench.progress(text),
    });
    bench.contest(`${agents} agents admit patients of their own to ${codes.length} beds of one book`, measured, one);
  } finally {
    for (const engines of opened) await engines.close();
  }
}

export const book: Suite = { name: 'book', what: 'agents racing on one book of beds', run };
