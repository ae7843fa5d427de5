import { loadConfig } from '@flow/platform/config/load-config';
import { WrongUse } from '@flow/platform/values/wrong-use';
import cliProgress from 'cli-progress';
import { findRunning } from '../commands/find-running';
import { runCommand } from '../commands/run-command';
import { say } from '../commands/terminal';
import { appConfig } from '../product/app-config';
import { isService, SERVICES, type ServiceName } from '../product/service-names';
import { rebuildHere } from './rebuild-here';
import { rebuildThere } from './rebuild-there';

const USAGE = `Use: npm run rebuild -- ${SERVICES.join('|')}
  one service at a time: its documents are thrown away and built again from its events`;

function serviceOf([service, ...more]: readonly string[]): ServiceName {
  if (service === undefined || more.length > 0 || !isService(service)) throw new WrongUse(USAGE);
  return service;
}

/** Through the product where it runs, so that its screens go on; else in its stores. */
async function rebuild(args: readonly string[]): Promise<number> {
  const service = serviceOf(args);
  const config = loadConfig(appConfig, process.env);
  const http = await findRunning(config.dataDir);
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
      http === undefined
        ? await rebuildHere(config, process.env, service, { onProgress })
        : await rebuildThere(http, process.env['FLOW_TOKEN'], service, onProgress);
    bar.stop();
    say(`Rebuilt ${service} from ${events} events, and taken into use.`);
    return 0;
  } finally {
    bar.stop();
  }
}

runCommand('The rebuild', rebuild, { usage: USAGE });
