import type { Environment } from '@flow/platform/config/load-config';
import { createLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { systemClock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';
import { siteVocabularies } from '@flow/platform/vocabulary/raise';
import { userInfo } from 'node:os';
import { z } from 'zod';
import { findRunning } from '../commands/find-running';
import { tokenFor } from '../commands/running-graph';
import { logLevelOf, type AppConfig } from '../product/app-config';
import { refuseNoData } from '../product/data-folder';
import { openEngines } from '../product/open-product';
import { VOCABULARIES } from '../product/vocabularies';

const ANSWERS_WITHIN_MS = 60_000;

const told = z.object({
  services: z.array(
    z.object({
      service: z.string(),
      written: z.number(),
      newest: z.number(),
      instances: z.array(z.object({ where: z.string(), knows: z.number() })),
      outcome: z.enum(['raised', 'known', 'refused']).optional(),
    }),
  ),
});
type Services = z.output<typeof told>['services'];

export interface EventTypesAsked {
  readonly config: AppConfig;
  readonly env: Environment;
  /** Else it only shows. */
  readonly raise: boolean;
  readonly say: (line: string) => void;
}

/** The gateway of a running product does it: it has the stores. */
async function askedThere(http: string, { env, raise }: EventTypesAsked): Promise<Services> {
  const token = await tokenFor({ http, role: 'administrator', token: env['FLOW_TOKEN'] });
  const response = await fetch(`${http}/operations/event-types`, {
    method: raise ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  }).catch((cause: unknown) => {
    throw new OperatorError(`The product at ${http} does not answer.`, { cause });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return told.parse(answer).services;
  const refused = z.object({ error: z.string() }).safeParse(answer);
  throw new OperatorError(refused.data?.error ?? 'The product refused it.');
}

/** In the stores themselves: of a stopped product, or where servers hold them. */
async function askedHere({ config, env, raise }: EventTypesAsked): Promise<Services> {
  if (config.engines === undefined) refuseNoData(config.dataDir);
  const log = createLog({ level: logLevelOf(env) ?? 'warn' });
  const engines = await openEngines(config, log, createMetrics());
  try {
    const { events: store, documents } = engines;
    const site = siteVocabularies({ store, documents, vocabularies: VOCABULARIES, clock: systemClock });
    return told.parse({ services: raise ? await site.raise(`operator:${userInfo().username}`) : await site.show() })
      .services;
  } finally {
    await engines.close();
  }
}

function lineOf({ service, written, newest, instances, outcome }: Services[number]): string {
  const behind = instances.filter(({ knows }) => knows < newest);
  switch (outcome) {
    case 'raised':
      return `${service}: writes vocabulary ${written} from now on.`;
    case 'known':
      return `${service}: writes vocabulary ${written} already.`;
    case 'refused':
      return (
        `${service}: still writes vocabulary ${written}, since ` +
        `${behind.map(({ where, knows }) => `the one at ${where} knows ${knows} alone`).join(', ')}. ` +
        'Put the newer version there, or stop it, and raise again.'
      );
    case undefined:
      return `${service}: writes vocabulary ${written}; this version knows ${newest}.`;
  }
}

/** Says which instances read which stored events, and has the newest written; gives the exit code. */
export async function eventTypes(asked: EventTypesAsked): Promise<number> {
  const http = await findRunning(asked.config.dataDir);
  const services = http === undefined ? await askedHere(asked) : await askedThere(http, asked);
  for (const one of services) {
    asked.say(lineOf(one));
    if (!asked.raise) for (const { where, knows } of one.instances) asked.say(`  the one at ${where} knows ${knows}`);
  }
  return services.some(({ outcome }) => outcome === 'refused') ? 1 : 0;
}
