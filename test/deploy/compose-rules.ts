import type { ComposeService } from './compose';
import { seconds } from './units';
import type { Rule } from './rule';

/** `PASSWORD: x`: what is secret stands in a file, and a setting names the file. */
const SECRET = /(password|secret|token|credential|_key|_url)$/i;

const namesAVersion = (image: string): boolean =>
  /:[^:]*\d+\.\d+(\.\d+)?[^:]*$/.test(image) && !image.includes('latest');

export const everywhere: readonly Rule<ComposeService>[] = [
  {
    name: 'an image has a version of its own',
    holds: ({ image }) => namesAVersion(image),
    planted: (service) => ({ ...service, image: 'mongo:latest' }),
  },
  {
    name: 'nobody is root',
    holds: ({ user = '0' }) => /^[1-9]\d*:[1-9]\d*$/.test(user),
    planted: (service) => ({ ...service, user: '0:0' }),
  },
  {
    name: 'no capability is kept',
    holds: ({ cap_drop, cap_add }) => cap_drop.includes('ALL') && cap_add.length === 0,
    planted: (service) => ({ ...service, cap_add: ['NET_ADMIN'] }),
  },
  {
    name: 'nothing gains rights, and nothing is privileged',
    holds: ({ security_opt, privileged }) => security_opt.includes('no-new-privileges:true') && !privileged,
    planted: (service) => ({ ...service, security_opt: [] }),
  },
  {
    name: 'memory, processors and processes are limited',
    holds: ({ deploy }) => deploy !== undefined,
    planted: (service) => ({ ...service, deploy: undefined }),
  },
  {
    name: 'each is asked whether it is well',
    holds: ({ healthcheck }) => healthcheck !== undefined && healthcheck.test[0] === 'CMD',
    planted: (service) => ({ ...service, healthcheck: undefined }),
  },
  {
    name: 'each comes back after a fault',
    holds: ({ restart }) => restart === 'unless-stopped',
    planted: (service) => ({ ...service, restart: undefined }),
  },
  {
    name: 'no secret stands in the environment',
    holds: ({ environment }) =>
      Object.entries(environment).every(([name, value]) => !SECRET.test(name) && !/:\/\/[^/]*@/.test(value)),
    planted: (service) => ({ ...service, environment: { ...service.environment, MONGODB_URL: 'mongodb://a:b@c' } }),
  },
  {
    name: 'none shares the network, the socket or a folder of the machine, but the files beside compose.yaml to be read',
    holds: ({ network_mode, volumes }) =>
      network_mode === undefined && volumes.every((volume) => /^[a-z-]+:\/|^\.\/[a-z/]+:\/[^:]+:ro$/.test(volume)),
    planted: (service) => ({ ...service, volumes: ['/var/run/docker.sock:/var/run/docker.sock'] }),
  },
  {
    name: 'a port is opened on an address that somebody chose, this machine alone unless told',
    holds: ({ ports }) => ports.every((port) => /^\$\{[A-Z_]+:-127\.0\.0\.1\}:\d+:\d+$/.test(port)),
    planted: (service) => ({ ...service, ports: ['4000:4000'] }),
  },
];

export const ofTheProduct: readonly Rule<ComposeService>[] = [
  {
    name: 'files are read-only',
    holds: ({ read_only }) => read_only,
    planted: (service) => ({ ...service, read_only: false }),
  },
  {
    name: 'what is written in memory is bounded, and cannot be run',
    holds: ({ tmpfs }) =>
      tmpfs.length === 2 && tmpfs.every((one) => one.includes('size=') && /noexec,nosuid,nodev/.test(one)),
    planted: (service) => ({ ...service, tmpfs: ['/tmp', '/var/lib/patient-flow'] }),
  },
  {
    name: 'it waits until the engines are well',
    holds: ({ depends_on }) =>
      ['eventstore', 'kafka', 'mongodb'].every((name) => depends_on[name]?.condition === 'service_healthy'),
    planted: (service) => ({ ...service, depends_on: { eventstore: { condition: 'service_started' } } }),
  },
  {
    name: 'it has longer to stop than the ten seconds that it takes at most',
    holds: ({ stop_grace_period }) => seconds(stop_grace_period) > 10,
    planted: (service) => ({ ...service, stop_grace_period: '10s' }),
  },
  {
    name: 'it finds its secrets by file',
    holds: ({ environment, secrets }) =>
      ['SITE_KEY_FILE', 'KURRENTDB_URL_FILE', 'MONGODB_URL_FILE'].every((name) =>
        secrets.some((secret) => environment[name] === `/run/secrets/${secret}`),
      ),
    planted: (service) => ({ ...service, secrets: [] }),
  },
];

export const ofEngines: readonly Rule<ComposeService>[] = [
  {
    name: 'an engine is reached by the product alone',
    holds: ({ networks, ports }) => networks.join() === 'engines' && ports.length === 0,
    planted: (service) => ({ ...service, networks: ['engines', 'front'] }),
  },
  {
    name: 'its data lies in a volume',
    holds: ({ volumes }) => volumes.some((volume) => /^[a-z-]+:\//.test(volume)),
    planted: (service) => ({ ...service, volumes: [] }),
  },
];
