import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokersIn, faultOfCopies } from './brokers';
import { ROOT } from './dockerfile';
import {
  BASE,
  environmentOf,
  ofKind,
  readKustomization,
  readResources,
  settingsOf,
  workloadsOf,
  type Resource,
} from './kubernetes';
import { rights, running } from './kubernetes-rules';
import { itHolds } from './rule';
import { othersOf, servicesOfTree } from './services';
import { faultsOfSettings } from './settings';
import { shapeOf, type Extras } from './shape';

const resources = readResources();
const workloads = workloadsOf(resources);
const addressOf = (name: string): string => `https://${name}:4000`;

/** What a service has that the others have not, and why, stands beside it in its file. */
const EXTRAS: Readonly<Record<string, Extras>> = {
  ipm: { ports: ['mllp'], sources: ['patient-flow-partners-tls'] },
  gateway: { mounts: ['audit-spool'] },
};

/** By name, the services of the tree that no such resource is there for. */
const without = (all: readonly Resource[], kind: string): string[] =>
  servicesOfTree().filter((name) => !ofKind(all, kind).some(({ metadata }) => metadata.name === name));

describe('the Kustomize base', () => {
  it('names every file of its folder', () =>
    expect([...readKustomization().resources, 'kustomization.yaml'].sort()).toStrictEqual(readdirSync(BASE).sort()));

  it('runs every service of services/, and nothing else', () =>
    expect(Object.keys(workloads).sort()).toStrictEqual(servicesOfTree()));

  it.each(['Service', 'PodDisruptionBudget'])('has a %s for every service', (kind) =>
    expect(without(resources, kind)).toStrictEqual([]),
  );

  it.each(['Service', 'PodDisruptionBudget'])('sees that a %s is missing', (kind) => {
    const others = resources.filter((one) => one.kind !== kind || one.metadata.name !== 'beds');
    expect(without(others, kind)).toStrictEqual(['beds']);
  });

  it('sees that a service is missing', () => {
    const others = resources.filter(({ metadata }) => metadata.name !== 'beds');
    expect(Object.keys(workloadsOf(others)).sort()).not.toStrictEqual(servicesOfTree());
  });

  it('lets one instance of each be away at a time, by its labels', () => {
    for (const { metadata, ['spec']: spec } of ofKind(resources, 'PodDisruptionBudget')) {
      expect(spec).toMatchObject({
        maxUnavailable: 1,
        selector: { matchLabels: { 'app.kubernetes.io/name': metadata.name } },
      });
    }
  });

  it('names the image by a version, in one place', () => {
    const [image, ...others] = readKustomization().images;
    expect([image?.name, others]).toStrictEqual(['patient-flow', []]);
    expect(image?.newTag).toMatch(/^\d+\.\d+\.\d+/);
    expect(new Set(Object.values(workloads).map(({ spec }) => spec.template.spec.containers[0].image))).toStrictEqual(
      new Set(['patient-flow']),
    );
  });

  it('has one shape for every service', () => {
    const shapes = Object.entries(workloads).map(([name, one]) => shapeOf(one, EXTRAS[name]));
    expect(new Set(shapes)).toStrictEqual(new Set([shapes[0]]));
  });

  it.each(Object.entries(EXTRAS))('sees that %s has something of its own', (name) => {
    const [one, beds] = [workloads[name], workloads['beds']];
    expect(one && shapeOf(one)).not.toBe(beds && shapeOf(beds));
  });

  it('keeps nothing but the audit spool, a volume for each gateway', () => {
    const kept = Object.entries(workloads).flatMap(([name, { kind, spec }]) =>
      spec.volumeClaimTemplates.map(({ metadata }) => [name, kind, metadata.name]),
    );
    expect(kept).toStrictEqual([['gateway', 'StatefulSet', 'audit-spool']]);
    expect(ofKind(resources, 'PersistentVolumeClaim')).toStrictEqual([]);
    expect(JSON.stringify(workloads)).not.toContain('persistentVolumeClaim"');
  });

  it('holds no secret', () => expect(ofKind(resources, 'Secret')).toStrictEqual([]));

  it('lets nobody reach anybody but by a policy, and refuses what is not restricted', () => {
    expect(ofKind(resources, 'NetworkPolicy')).toContainEqual(
      expect.objectContaining({ spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } }),
    );
    expect(ofKind(resources, 'Namespace')[0]?.metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  it('opens MLLP at the interface alone, and says where a sender comes from', () => {
    const open = ofKind(resources, 'Service').filter((one) => JSON.stringify(one).includes('LoadBalancer'));
    expect(open).toMatchObject([
      {
        metadata: { name: 'ipm-mllp' },
        spec: { externalTrafficPolicy: 'Local', selector: { 'app.kubernetes.io/name': 'ipm' } },
      },
    ]);
  });

  it.each(Object.entries(workloads))(
    'tells %s what it is, where the others are, and nothing that it does not take',
    (name, one) => {
      const told = environmentOf(one);
      expect(told).toStrictEqual({ SERVICES: name, SERVICE_URLS: othersOf(name, addressOf) });
      expect(faultsOfSettings({ ...settingsOf(resources), ...told })).toBe('');
    },
  );

  it('asks for as many copies of a message as there are brokers in the site that README.md shows', () => {
    const [, named] = /KAFKA_BROKERS: '([^']+)'/.exec(readFileSync(join(ROOT, 'deploy/README.md'), 'utf8')) ?? [];
    expect(named).toBeDefined();
    expect(faultOfCopies(settingsOf(resources), brokersIn(named))).toBe('');
  });

  describe('of rights', () => itHolds(rights, workloads));
  describe('of running', () => itHolds(running, workloads));
});
