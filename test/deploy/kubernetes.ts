import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { ROOT } from './dockerfile';

export const BASE = join(ROOT, 'deploy/kubernetes/base');

const labels = z.record(z.string(), z.string()).default({});
const anything = z.looseObject({});
const quantities = z.object({ cpu: z.string().optional(), memory: z.string().optional() });
const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string(), scheme: z.string() }) }).loose();

const container = z.strictObject({
  name: z.string(),
  image: z.string(),
  envFrom: z.array(anything),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })),
  ports: z.array(z.looseObject({ name: z.string(), containerPort: z.number(), hostPort: z.number().optional() })),
  startupProbe: probe.optional(),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
  lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }),
  resources: z.object({ requests: quantities, limits: quantities }),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.boolean().optional(),
    privileged: z.boolean().optional(),
    readOnlyRootFilesystem: z.boolean().optional(),
    capabilities: z.object({ drop: z.array(z.string()), add: z.array(z.string()).default([]) }),
  }),
  volumeMounts: z.array(
    z.looseObject({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().default(false) }),
  ),
});

const pod = z.strictObject({
  serviceAccountName: z.string(),
  automountServiceAccountToken: z.boolean().default(true),
  enableServiceLinks: z.boolean().default(true),
  hostNetwork: z.boolean().default(false),
  hostPID: z.boolean().default(false),
  hostIPC: z.boolean().default(false),
  terminationGracePeriodSeconds: z.number().default(30),
  securityContext: z.looseObject({
    runAsNonRoot: z.boolean().optional(),
    runAsUser: z.number().optional(),
    seccompProfile: z.object({ type: z.string() }).optional(),
  }),
  topologySpreadConstraints: z.array(z.looseObject({ topologyKey: z.string() })).default([]),
  containers: z.tuple([container]),
  volumes: z.array(z.looseObject({ name: z.string() })),
});
export type Pod = z.output<typeof pod>;

const workload = z.object({
  kind: z.enum(['Deployment', 'StatefulSet']),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    replicas: z.number(),
    selector: z.object({ matchLabels: labels }),
    volumeClaimTemplates: z.array(z.object({ metadata: z.object({ name: z.string() }) }).loose()).default([]),
    template: z.object({ metadata: z.object({ labels }), spec: pod }),
  }),
});
export type Workload = z.output<typeof workload>;

const resource = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string(), labels }) });
export type Resource = z.output<typeof resource>;

const kustomization = z.object({
  namespace: z.string(),
  images: z.array(z.object({ name: z.string(), newName: z.string(), newTag: z.string() })),
  resources: z.array(z.string()),
});

const textOf = (file: string): string => readFileSync(join(BASE, file), 'utf8');

export const readKustomization = () => kustomization.parse(parse(textOf('kustomization.yaml')));

/** Everything that the base makes, in the order of its files. */
export const readResources = (): Resource[] =>
  readKustomization().resources.flatMap((file) =>
    parseAllDocuments(textOf(file)).map((document) => resource.parse(document.toJS())),
  );

export const ofKind = (resources: readonly Resource[], kind: string): Resource[] =>
  resources.filter((one) => one.kind === kind);

/** Those that run the product, by name. */
export function workloadsOf(resources: readonly Resource[]): Record<string, Workload> {
  const found = resources.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
  return Object.fromEntries(found.map((one) => [one.metadata.name, workload.parse(one)]));
}

/** The settings that all are told alike. */
export const settingsOf = (resources: readonly Resource[]): Record<string, string> =>
  z.record(z.string(), z.string()).parse(ofKind(resources, 'ConfigMap')[0]?.['data']);

/** What a service is told by its own environment. */
export const environmentOf = ({ spec }: Workload): Record<string, string> =>
  Object.fromEntries(spec.template.spec.containers[0].env.map(({ name, value = '' }) => [name, value]));
