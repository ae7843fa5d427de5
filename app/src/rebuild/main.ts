import { loadConfig } from '@flow/platform/config/load-config';
import { OperatorError } from '@flow/platform/values/operator-error';
import cliProgress from 'cli-progress';
import { appConfig } from '../product/app-config';
import { readListening } from '../product/listening';
import { rebuildHere } from './rebuild-here';
import { rebuildThere } from './rebuild-there';

const USAGE = 'Use: npm run rebuild -- patients|beds|ipm|gateway';

/** Through the product where it runs, so that its screens go on; else in the folder itself. */
async function rebuild(service: string | undefined): Promise<void> {
  if (service === undefined) throw new OperatorError(USAGE);
  const config = loadConfig(appConfig, process.env);
  const listening = readListening(config.dataDir);
  const bar = new cliProgress.SingleBar({ format: `Rebuilding ${service} |{bar}| {value} events`, noTTYOutput: true });
  let shown = false;
  const onProgress = ({ done, total }: { readonly done: number; readonly total?: number | undefined }): void => {
    if (!shown) bar.start(total ?? 0, 0);
    shown = true;
    bar.setTotal(total ?? done);
    bar.update(done);
  };
  try {
    const { events } =
      listening?.http === undefined
        ? await rebuildHere(config, process.env, service, onProgress)
        : await rebuildThere(listening.http, process.env['FLOW_TOKEN'], service, onProgress);
    bar.stop();
    process.stdout.write(`Rebuilt ${service} from ${events} events, and taken into use.\n`);
  } finally {
    bar.stop();
  }
}

rebuild(process.argv[3] ?? process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof OperatorError ? error.message : 'The rebuild failed.'}\n`);
  process.exitCode = 1;
});
