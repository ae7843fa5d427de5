import { ENGINE_NAMES } from '@flow/platform/engines/answering';
import type { Pod, Workload } from './kubernetes';
import type { Rule } from './rule';
import { bytes } from './units';

type Container = Pod['containers'][0];

const podOf = ({ spec }: Workload): Pod => spec.template.spec;
const containerOf = (workload: Workload): Container => podOf(workload).containers[0];

const withPod = (workload: Workload, change: Partial<Pod>): Workload => ({
  ...workload,
  spec: {
    ...workload.spec,
    template: { ...workload.spec.template, spec: { ...podOf(workload), ...change } },
  },
});
const withContainer = (workload: Workload, change: Partial<Container>): Workload =>
  withPod(workload, { containers: [{ ...containerOf(workload), ...change }] });
const withSecurity = (workload: Workload, change: Partial<Container['securityContext']>): Workload =>
  withContainer(workload, { securityContext: { ...containerOf(workload).securityContext, ...change } });

/** Of a volume that is none of the kinds below, nobody here knows what it shows. */
const KNOWN = ['emptyDir', 'configMap', 'secret', 'projected'];
const kindOf = (volume: Pod['volumes'][number]): string => Object.keys(volume).find((key) => key !== 'name') ?? '';

export const rights: readonly Rule<Workload>[] = [
  {
    name: 'nobody is root',
    holds: (workload) => {
      const { runAsNonRoot, runAsUser = 0 } = podOf(workload).securityContext;
      return runAsNonRoot === true && runAsUser > 0;
    },
    planted: (workload) => withPod(workload, { securityContext: { runAsNonRoot: true, runAsUser: 0 } }),
  },
  {
    name: 'system calls are those that the runtime allows',
    holds: (workload) => podOf(workload).securityContext.seccompProfile?.type === 'RuntimeDefault',
    planted: (workload) =>
      withPod(workload, {
        securityContext: { ...podOf(workload).securityContext, seccompProfile: { type: 'Unconfined' } },
      }),
  },
  {
    name: 'nothing gains rights, and nothing is privileged',
    holds: (workload) => {
      const { allowPrivilegeEscalation, privileged } = containerOf(workload).securityContext;
      return allowPrivilegeEscalation === false && privileged === false;
    },
    planted: (workload) => withSecurity(workload, { allowPrivilegeEscalation: undefined }),
  },
  {
    name: 'no capability is kept',
    holds: (workload) => {
      const { drop, add } = containerOf(workload).securityContext.capabilities;
      return drop.includes('ALL') && add.length === 0;
    },
    planted: (workload) => withSecurity(workload, { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }),
  },
  {
    name: 'files are read-only',
    holds: (workload) => containerOf(workload).securityContext.readOnlyRootFilesystem === true,
    planted: (workload) => withSecurity(workload, { readOnlyRootFilesystem: false }),
  },
  {
    name: 'nothing is given a token of the cluster',
    holds: (workload) => !podOf(workload).automountServiceAccountToken,
    planted: (workload) => withPod(workload, { automountServiceAccountToken: true }),
  },
  {
    name: 'the network, the processes and the folders of the machine are not shared',
    holds: (workload) => {
      const { hostNetwork, hostPID, hostIPC, volumes, containers } = podOf(workload);
      const isAlone = !hostNetwork && !hostPID && !hostIPC;
      return (
        isAlone &&
        volumes.every((volume) => KNOWN.includes(kindOf(volume))) &&
        containers[0].ports.every(({ hostPort }) => hostPort === undefined)
      );
    },
    planted: (workload) =>
      withPod(workload, { volumes: [...podOf(workload).volumes, { name: 'x', hostPath: { path: '/var/run' } }] }),
  },
  {
    name: 'a secret is mounted, and read alone; none stands in the environment',
    holds: (workload) => {
      const { env, envFrom, volumeMounts } = containerOf(workload);
      return (
        env.every(({ name, value }) => value !== undefined && /^[A-Z_]+$/.test(name) && !/:\/\/[^/,]*@/.test(value)) &&
        envFrom.every((from) => 'configMapRef' in from) &&
        volumeMounts.every(({ mountPath, readOnly }) => readOnly || !/^\/(run|etc)\//.test(mountPath))
      );
    },
    planted: (workload) => withContainer(workload, { envFrom: [{ secretRef: { name: 'patient-flow-engines' } }] }),
  },
];

/** An engine that is away is no reason to hide what a process knows. */
const READY = `/readyz?${ENGINE_NAMES.map((name) => `exclude=${name}`).join('&')}`;

const asks = (of: { readonly httpGet: { readonly path: string; readonly scheme: string } } | undefined, path: string) =>
  of?.httpGet.path === path && of.httpGet.scheme === 'HTTPS';

export const running: readonly Rule<Workload>[] = [
  {
    name: 'each is asked whether it has started, is well, and can do its work',
    holds: (workload) => {
      const { startupProbe, livenessProbe, readinessProbe } = containerOf(workload);
      return asks(startupProbe, '/healthz') && asks(livenessProbe, '/healthz') && asks(readinessProbe, READY);
    },
    // One that is away with its engine would be killed for it.
    planted: (workload) => withContainer(workload, { livenessProbe: containerOf(workload).readinessProbe }),
  },
  {
    name: 'memory and processors are asked for, and limited',
    holds: (workload) => {
      const { requests, limits } = containerOf(workload).resources;
      return bytes(limits.memory) >= bytes(requests.memory) && Number(limits.cpu) > 0 && requests.cpu !== undefined;
    },
    planted: (workload) =>
      withContainer(workload, { resources: { ...containerOf(workload).resources, limits: { cpu: '1' } } }),
  },
  {
    name: 'what is written in passing is bounded',
    holds: (workload) =>
      podOf(workload).volumes.every(
        (volume) => kindOf(volume) !== 'emptyDir' || JSON.stringify(volume['emptyDir']).includes('"sizeLimit"'),
      ),
    planted: (workload) => withPod(workload, { volumes: [{ name: 'tmp', emptyDir: {} }] }),
  },
  {
    name: 'it has longer to stop than waiting for others and the ten seconds that it takes at most',
    holds: (workload) =>
      podOf(workload).terminationGracePeriodSeconds > 10 + containerOf(workload).lifecycle.preStop.sleep.seconds,
    planted: (workload) => withPod(workload, { terminationGracePeriodSeconds: 10 }),
  },
  {
    name: 'instances stand on different machines, and in different zones',
    holds: (workload) => {
      const keys = podOf(workload).topologySpreadConstraints.map(({ topologyKey }) => topologyKey);
      return keys.includes('kubernetes.io/hostname') && keys.includes('topology.kubernetes.io/zone');
    },
    planted: (workload) => withPod(workload, { topologySpreadConstraints: [] }),
  },
  {
    name: 'there is more than one, so that one can go',
    holds: ({ spec }) => spec.replicas > 1,
    planted: (workload) => ({ ...workload, spec: { ...workload.spec, replicas: 1 } }),
  },
  {
    name: 'names of other services are no settings: a Service called ipm would set IPM_PORT',
    holds: (workload) => !podOf(workload).enableServiceLinks,
    planted: (workload) => withPod(workload, { enableServiceLinks: true }),
  },
  {
    name: 'its labels are those that its selector, the policies and the spread name',
    holds: ({ metadata: { name }, spec: { selector, template } }) =>
      [selector.matchLabels, template.metadata.labels].every((all) => all['app.kubernetes.io/name'] === name) &&
      template.metadata.labels['app.kubernetes.io/part-of'] === 'patient-flow' &&
      JSON.stringify(template.spec.topologySpreadConstraints).split(`"app.kubernetes.io/name":"${name}"`).length === 3,
    planted: (workload) => ({
      ...workload,
      spec: { ...workload.spec, template: { ...workload.spec.template, metadata: { labels: {} } } },
    }),
  },
];
