import { ensurePartners, hospitalOf } from '@flow/app/product/first-start';
import { appConfig } from '@flow/app/product/app-config';
import { lastingPort } from '@flow/engines/lasting-port';
import { innerPorts, productProcesses, startProcesses } from '@flow/engines/product-processes';
import { loadConfig } from '@flow/platform/config/load-config';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { answerParent } from '../harness/serving';
import { startServers } from '../harness/started-servers';
import { idle, valuesOf } from './idle';
import { withoutPace } from './without-pace';

const told = z.object({ folder: z.string(), env: z.record(z.string(), z.string()) });
const READY_WITHIN_MS = 120_000;
const IDLE_WITHIN_MS = 1_800_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function ready(urls: readonly string[]): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  for (const url of urls) {
    while (!(await fetch(`${url}/readyz`).catch(() => undefined))?.ok) {
      if (performance.now() > until) throw new Error('Not every service was ready in time.');
      await pause(100);
    }
  }
}

/** The product with each service in a process of its own, over engines that are servers, as one program that is measured: without what the servers cost. */
answerParent(async (argument) => {
  const { folder, env } = told.parse(argument);
  const servers = await startServers(join(folder, 'engines'));
  const inner = await innerPorts();
  const [gateway, mllp, other] = [await lastingPort(), await lastingPort(), await lastingPort()];
  const ports = { IPM_PORT: `${mllp}`, CORPORA_PORT: `${other}` };
  const processes = productProcesses(servers.env, folder, inner).map(({ env: own, ...process }) => ({
    ...process,
    env: { PORT: `${gateway}`, ...own, ...ports, ...env, NODE_ENV: 'development', DEMO: 'off' },
  }));
  for (const { service, env: own } of processes) {
    if (service !== 'ipm') continue;
    const config = loadConfig(appConfig, own);
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    ensurePartners(config, hospitalOf(config));
    withoutPace(join(config.partnersDir, 'ipm.json'));
  }
  const running = startProcesses(processes, process.env, () => undefined);
  const http = `http://127.0.0.1:${gateway}`;
  const urls = [...Object.values(inner).map((port) => `http://127.0.0.1:${port}`), http];
  await ready(urls);
  const metrics = async (): Promise<string> => {
    const each = await Promise.all(urls.map(async (url) => (await fetch(`${url}/metrics`)).text()));
    return each.join('\n');
  };
  return {
    answers: { http: () => http, port: () => mllp, idle: () => idle(metrics, IDLE_WITHIN_MS) },
    async usage() {
      const text = await metrics();
      const sum = (name: string): number => valuesOf(text, name).reduce((all, value) => all + value, 0);
      return {
        cpuUs: sum('process_cpu_seconds_total') * 1e6,
        rssBytes: sum('process_resident_memory_bytes'),
      };
    },
    async stop() {
      await running.stop();
      await servers.stop();
    },
  };
});
