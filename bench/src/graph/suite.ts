import { appConfig } from '@flow/app/product/app-config';
import { auditPlace, localSubgraphs } from '@flow/app/product/open-gateway';
import { openProduct, type OpenProduct } from '@flow/app/product/open-product';
import { openAnswers, type Answers } from '@flow/gateway/open-answers';
import { loadConfig } from '@flow/platform/config/load-config';
import { silentLog } from '@flow/platform/telemetry/log';
import { execute, parse, type ExecutionResult } from 'graphql';
import { join } from 'node:path';
import type { Bench, Suite } from '../harness/bench';
import type { Contender } from '../harness/contender';
import { interleave, type Measured } from '../harness/interleave';
import { processorUs } from '../harness/processor';
import { fillingMessages, hospitalEnv, sendAll, simulatedPas } from '../hospital/fill';
import { idle } from '../product/idle';

const IDLE_WITHIN_MS = 300_000;

/** Every bed of the hospital with what a screen shows of it. */
const BOARD = `{ hospitalBoard { version behind sites { id name } totals { beds occupied available waiting }
  wards { id code name counts { beds occupied available reserved awaitingClean cleaning closed waiting }
    cells { bedId code label unconfirmedByIpm uncertain __typename } } } }`;

const OURS = 'the gateway';
const PLAIN = 'plain graphql-js';
const STRINGIFY = 'JSON.stringify alone';

const MANAGER = {
  identity: {
    subject: 'bea',
    roles: ['bed-manager'] as const,
    scope: { sites: 'all', wards: 'all', specialties: 'all' } as const,
  },
  correlationId: 'bench',
  trace: undefined,
};

async function filledProduct(bench: Bench): Promise<OpenProduct> {
  const folder = join(bench.folder, 'data');
  const env = {
    NODE_ENV: 'development',
    DATA_DIR: folder,
    DEMO: 'off',
    PORT: '0',
    IPM_PORT: '0',
    CORPORA_PORT: '0',
    ...hospitalEnv(bench),
  };
  const open = await openProduct(loadConfig(appConfig, env), env, silentLog, {
    openEngines: () => bench.engines.open(join(folder, 'engines')),
  });
  const messages = fillingMessages(simulatedPas(bench), Date.now());
  bench.progress(`filling the hospital by ${messages.length} messages`);
  await sendAll(open.mllpPorts()['ipm'] ?? 0, messages);
  await idle(() => open.shared.metrics.text(), IDLE_WITHIN_MS);
  return open;
}

/** An answer of the gateway, from the text of a request to the text that leaves. */
async function answered({ operations, answering }: Answers): Promise<string> {
  const preparation = operations.prepare({ query: BOARD, operationName: undefined, variables: {} });
  if ('faults' in preparation) throw new Error(`The board is refused: ${preparation.faults.join(', ')}`);
  const { text } = await answering.answer(preparation.prepared, MANAGER);
  return text;
}

function contender(
  name: string,
  wanted: string,
  { ask, times, label }: { ask: () => Promise<string> | string; times: number; label: string },
): Contender {
  return {
    name,
    label,
    check: async () => ({ wrong: (await ask()) === wanted ? 0 : 1, of: 1 }),
    async round() {
      const latenciesMs: number[] = [];
      const started = performance.now();
      const { cpuUs } = await processorUs(async () => {
        for (let done = 0; done < times; done += 1) {
          const from = performance.now();
          await ask();
          latenciesMs.push(performance.now() - from);
        }
      });
      return { operations: times, wallMs: performance.now() - started, cpuUs, latenciesMs };
    },
  };
}

async function measure(bench: Bench, answers: Answers): Promise<void> {
  const wanted = await answered(answers);
  const result = JSON.parse(wanted) as ExecutionResult;
  if (result.errors) throw new Error(`The board is answered with errors: ${JSON.stringify(result.errors)}`);
  const fields = wanted.split('":').length - 1;
  const [document, schema, times] = [parse(BOARD), answers.graph.api, bench.sized(40, 400)];
  const plain = async () =>
    JSON.stringify({ data: (await execute({ schema, document, rootValue: result.data })).data });
  const measured = await interleave(
    [
      contender(OURS, wanted, {
        ...{ ask: () => answered(answers), times },
        label: 'limits, plan, rights, who is shown, audit, text; in one process, without a socket',
      }),
      contender(PLAIN, wanted, {
        ...{ ask: plain, times },
        label: 'execute over ready objects of the same answer, then JSON.stringify; it decides and checks nothing',
      }),
      contender(STRINGIFY, wanted, { ask: () => JSON.stringify(result), times, label: 'the floor of making the text' }),
    ],
    { rounds: bench.sized(3, 7), progress: (text) => bench.progress(text) },
  );
  bench.contest(
    `the board of a hospital, ${fields.toLocaleString('en-GB')} fields, ${wanted.length.toLocaleString('en-GB')} bytes`,
    measured,
    PLAIN,
  );
  judge(bench, measured);
}

function judge(bench: Bench, measured: readonly Measured[]): void {
  const cpu = (name: string) =>
    measured.find(({ contender: { name: other } }) => other === name)?.summary?.cpuUsPerOperation ?? NaN;
  const ratio = cpu(OURS) / cpu(PLAIN);
  bench.check({
    kind: 'ratio',
    what: 'its CPU to that of plain graphql-js on ready objects, at most 10',
    measured: ratio.toFixed(2),
    holds: ratio <= 10,
  });
  if (bench.quick) return;
  bench.check({
    kind: 'target',
    what: 'the whole board in less than 1.2 ms of CPU (row f1)',
    measured: `${(cpu(OURS) / 1000).toFixed(2)} ms`,
    holds: cpu(OURS) < 1200,
  });
}

async function run(bench: Bench): Promise<void> {
  const open = await filledProduct(bench);
  const { shared, keys, services } = open;
  const config = { dataDir: join(bench.folder, 'data') };
  const answers = await openAnswers({
    ...{ subgraphs: localSubgraphs(services), keys, production: false, log: silentLog },
    ...{ clock: shared.clock, ids: shared.ids, instance: shared.instance },
    audit: auditPlace(loadConfig(appConfig, { DATA_DIR: config.dataDir, NODE_ENV: 'development' }), open),
  });
  try {
    await measure(bench, answers);
  } finally {
    await answers.graph.close();
    await open.closing.all();
  }
}

export const graph: Suite = { name: 'graph', what: 'the board of a whole hospital beside plain graphql-js', run };
