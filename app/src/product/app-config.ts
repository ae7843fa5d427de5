import type { Environment } from '@flow/platform/config/load-config';
import { engineAddresses, engineSettings } from '@flow/platform/engines/engine-addresses';
import { flag, host, nodeEnv, part, port, wholeNumber } from '@flow/platform/config/fields';
import { LOG_LEVELS, type LogLevel } from '@flow/platform/telemetry/log';
import { join } from 'node:path';
import { z } from 'zod';
import { faultsBetween } from './setting-rules';
import { servicesElsewhere, servicesHere } from './service-names';

/** What a process of the product is told by its environment. Each service reads its own settings beside these. */
export const appConfig = z
  .object({
    NODE_ENV: nodeEnv(),
    HOST: host(),
    PORT: port(4000),
    /** Where all data of the embedded engines lies. */
    DATA_DIR: z.string().default('data'),
    SERVICES: servicesHere,
    /** The services of other processes, which those of this one ask. */
    SERVICE_URLS: servicesElsewhere,
    /** `http`: the gateway asks every service of the process over signed requests on the loopback address. */
    SUBGRAPHS: z.enum(['in-process', 'http']).default('in-process'),
    /** Fills an invented hospital through the interface, and keeps it alive. */
    DEMO: z.enum(['on', 'off']).optional(),
    /** How many times as fast as a real hospital the demonstration lives. */
    DEMO_PACE: wholeNumber(1, 10_000).default(20),
    DEMO_SEED: wholeNumber(0, 4_000_000_000).default(1948),
    /** The folder of CSV files that a new data folder is set up from. */
    HOSPITAL_DIR: z.string().optional(),
    /** One JSON file a partner; the data folder's `partners` unless told. */
    PARTNERS_DIR: z.string().optional(),
    IPM_PORT: port(2575),
    CORPORA_PORT: port(2576),
    LOG_LEVEL: z.enum(LOG_LEVELS).optional(),
    SINGLE_NODE: flag(false),
    OIDC_ISSUER: z.url().optional(),
    OIDC_AUDIENCE: z.string().optional(),
    /** The collector that takes traces by OTLP over HTTP; nobody does where none is told. */
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    /** The part of all traces that is kept. */
    OTEL_TRACES_SAMPLER_ARG: part(1),
    /** PEM files of the certificate that the gateway answers with, and of its key. */
    TLS_CERT_FILE: z.string().optional(),
    TLS_KEY_FILE: z.string().optional(),
    ...engineSettings,
  })
  .superRefine((env, context) => {
    const { SERVICES, SERVICE_URLS } = env;
    const fault = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (![...SERVICES, ...Object.keys(SERVICE_URLS)].some((name) => name !== 'gateway'))
      fault('SERVICES', 'must name a service for the gateway to ask, or SERVICE_URLS one of another process');
    const twice = SERVICES.filter((name) => SERVICE_URLS[name] !== undefined);
    if (twice.length > 0) fault('SERVICE_URLS', `names ${twice.join(', ')}, which this process runs itself`);
    faultsBetween(env, fault);
  })
  .transform((env) => ({
    production: env.NODE_ENV === 'production',
    nodeEnv: env.NODE_ENV,
    singleNode: env.SINGLE_NODE,
    host: env.HOST,
    port: env.PORT,
    dataDir: env.DATA_DIR,
    services: env.SERVICES,
    elsewhere: env.SERVICE_URLS,
    /** Undefined: the embedded ones, in the data folder. */
    engines: engineAddresses(env),
    subgraphs: env.SUBGRAPHS,
    demonstration: (env.DEMO ?? (env.NODE_ENV === 'production' ? 'off' : 'on')) === 'on',
    pace: env.DEMO_PACE,
    seed: env.DEMO_SEED,
    hospitalDir: env.HOSPITAL_DIR,
    partnersDir: env.PARTNERS_DIR ?? join(env.DATA_DIR, 'partners'),
    mllpPorts: { ipm: env.IPM_PORT, corpora: env.CORPORA_PORT },
    traces:
      env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? undefined
        : { endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT, ratio: env.OTEL_TRACES_SAMPLER_ARG },
    certificate: env.TLS_CERT_FILE === undefined ? undefined : { cert: env.TLS_CERT_FILE, key: env.TLS_KEY_FILE ?? '' },
    oidc: env.OIDC_ISSUER === undefined ? undefined : { issuer: env.OIDC_ISSUER, audience: env.OIDC_AUDIENCE ?? '' },
  }));

export type AppConfig = z.output<typeof appConfig>;

/** What LOG_LEVEL says; else what a person at a terminal wants, or what is kept in production. Undefined where it is at fault. */
export function logLevelOf(env: Environment): LogLevel | undefined {
  const told = env['LOG_LEVEL']?.trim();
  if (told === undefined || told === '') return env['NODE_ENV'] === 'production' ? 'info' : 'warn';
  return LOG_LEVELS.find((level) => level === told);
}
