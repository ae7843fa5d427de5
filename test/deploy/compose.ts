import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from './dockerfile';

const composeService = z.object({
  image: z.string(),
  user: z.string().optional(),
  read_only: z.boolean().default(false),
  privileged: z.boolean().default(false),
  cap_add: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  tmpfs: z.array(z.string()).default([]),
  networks: z.array(z.string()).default(['default']),
  network_mode: z.string().optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  /** A name without a value is passed on from the shell where it is set there. */
  environment: z
    .record(z.string(), z.string().nullable())
    .default({})
    .transform((told) =>
      Object.fromEntries(
        Object.entries(told).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
      ),
    ),
  restart: z.string().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  stop_grace_period: z.string().optional(),
  deploy: z
    .object({ resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string(), pids: z.number() }) }) })
    .optional(),
});
export type ComposeService = z.output<typeof composeService>;

const composeFile = z.object({
  services: z.record(z.string(), composeService),
  networks: z.record(z.string(), z.object({ internal: z.boolean().default(false) })),
  volumes: z.record(z.string(), z.object({})),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});
export type ComposeFile = z.output<typeof composeFile>;

export const readCompose = (): ComposeFile =>
  composeFile.parse(parse(readFileSync(join(ROOT, 'deploy/compose.yaml'), 'utf8'), { merge: true }));

/** Those that are the product, which are one image, and what others built. */
export function apart({ services }: ComposeFile) {
  const isOurs = ([, { image }]: readonly [string, ComposeService]) => image.startsWith('patient-flow:');
  return {
    ours: Object.fromEntries(Object.entries(services).filter(isOurs)),
    engines: Object.fromEntries(Object.entries(services).filter((entry) => !isOurs(entry))),
  };
}
