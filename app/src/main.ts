// Before all others, which take a second to load.
import { beginUnlessEnded } from './early-end';
import { bedsConfig } from '@flow/beds/config';
import { gatewayConfig } from '@flow/gateway/config';
import { ipmConfig } from '@flow/ipm/config';
import { patientsConfig } from '@flow/patients/config';
import { loadConfig } from '@flow/platform/config/load-config';
import { runProcess } from '@flow/platform/running/process';
import { createLog, type Log } from '@flow/platform/telemetry/log';
import { goesOn } from './commands/no-arguments';
import { runDemonstration } from './demonstration/keep-alive';
import { keepClean } from './demonstration/keep-clean';
import { createProgress } from './demonstration/progress';
import { wardPlans } from './demonstration/ward-plans';
import { appConfig, logLevelOf, type AppConfig } from './product/app-config';
import { banner } from './product/banner';
import { startRules } from './product/setting-rules';
import { demonstrationFile, startProduct, type Product } from './product/start-product';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Runs beside the product until it ends; a fault of it stops nothing else. */
function startDemonstration(config: AppConfig, { hospital, listening }: Product, log: Log): () => Promise<void> {
  if (!config.demonstration || listening.mllp['ipm'] === undefined) return () => Promise.resolve();
  if (hospital.faults.length > 0) {
    log.warn('The demonstration does not go on: it needs the hospital’s files, which have faults.');
    return () => Promise.resolve();
  }
  const ending = new AbortController();
  const wards = wardPlans(hospital);
  const progress = createProgress(process.stdout, wards);
  const { http } = listening;
  const signal = ending.signal;
  const cleaning = http === undefined ? Promise.resolve() : keepClean({ http, pace: config.pace, log, signal });
  const living = runDemonstration({
    wards,
    file: demonstrationFile(config),
    seed: config.seed,
    pace: config.pace,
    host: '127.0.0.1',
    port: () => listening.mllp['ipm'] ?? 0,
    nowMs: () => Date.now(),
    log,
    onProgress: progress.told,
    onFilled: progress.filled,
    signal,
  }).catch((error: unknown) => log.error('The demonstration has stopped.', { error }));
  return async () => {
    ending.abort();
    await Promise.all([living, cleaning]);
  };
}

/** Read by itself: whatever else is wrong with the configuration is to be written somewhere, too. */
const level = logLevelOf(process.env);
const log = createLog(level === undefined ? {} : { level });

/** What else reads the environment: so that all its faults are told at once. */
const ALL_READ = [startRules, patientsConfig, bedsConfig, ipmConfig, gatewayConfig];

const run = async (): Promise<void> =>
  runProcess({
    log,
    async start(signal) {
      const config = loadConfig(appConfig, process.env, ALL_READ);
      const product = await startProduct(config, process.env, log, { signal });
      say(banner(config, product.listening, product.users));
      const endDemonstration = startDemonstration(config, product, log);
      return {
        ended: product.ended,
        async stop() {
          await endDemonstration();
          await product.stop();
        },
      };
    },
  });

const USAGE = `Use: npm start
  starts the product, which is told what it needs by its environment: README.md names every setting. Ctrl-C stops it`;

beginUnlessEnded(() => {
  if (goesOn(process.argv.slice(2), USAGE)) void run();
});
