import type { Workload } from './kubernetes';

/** What a service may have beside the one shape: a port, a volume, a source of one. */
export interface Extras {
  readonly ports?: readonly string[];
  readonly mounts?: readonly string[];
  readonly sources?: readonly string[];
}

interface Projected {
  readonly sources?: readonly object[];
}
const isProjected = (told: unknown): told is Projected => typeof told === 'object' && told !== null;

/** The pod of a service without its name, its sizes and what it has beside the others: the same of every service, or there is a fault. */
export function shapeOf({ metadata: { name }, spec }: Workload, extras: Extras = {}): string {
  const { containers, volumes, ...pod } = spec.template.spec;
  const [container] = containers;
  const { ports = [], mounts = [], sources = [] } = extras;
  const shape = {
    ...pod,
    volumes: volumes.map((volume) => {
      const projected = volume['projected'];
      if (!isProjected(projected)) return volume;
      const kept = projected.sources?.filter((source) => !sources.some((one) => JSON.stringify(source).includes(one)));
      return { ...volume, projected: { ...projected, sources: kept } };
    }),
    container: {
      ...container,
      resources: 'of its own',
      env: container.env.map((one) => (one.name === 'SERVICE_URLS' ? { name: one.name } : one)),
      ports: container.ports.filter((port) => !ports.includes(port.name)),
      volumeMounts: container.volumeMounts.filter((mount) => !mounts.includes(mount.name)),
    },
  };
  return JSON.stringify(shape, undefined, 1)
    .replaceAll(`"${name}"`, '"NAME"')
    .replaceAll(`"${name}-tls"`, '"NAME-tls"');
}
