import { posix } from 'node:path';
import { importsOf, type SourceFile } from './source-files';

type Layer = 'domain' | 'application' | 'projections' | 'adapters';

/** Where code in each layer may reach inside its own service; the files beside main.ts may reach anywhere in it. */
const MAY_USE: Readonly<Record<Layer, readonly string[]>> = {
  domain: ['domain'],
  application: ['domain', 'application'],
  projections: ['domain', 'application', 'projections'],
  adapters: ['domain', 'application', 'projections', 'adapters'],
};

/** What of the platform a pure domain may use: words and values, nothing that does anything. */
const DOMAIN_MAY_USE = /^@flow\/platform\/(values\/|time\/|ids\/|decider\/(decider|testing)$|tasks\/task$)/;

const layerOf = (name: string | undefined): Layer | undefined =>
  name === 'domain' || name === 'application' || name === 'projections' || name === 'adapters' ? name : undefined;

/** The place an import leads to, from the root of the checkout; undefined for somebody else's package. */
function placeOf(path: string, target: string): string | undefined {
  if (target.startsWith('.')) return posix.join(posix.dirname(path), target);
  const [, name, rest] = /^@flow\/([^/]+)\/(.+)$/.exec(target) ?? [];
  if (name === undefined || rest === undefined) return undefined;
  return ['platform', 'schema', 'demo', 'engines', 'app', 'bench'].includes(name)
    ? `${name}/src/${rest}`
    : `services/${name}/src/${rest}`;
}

function faultInService(path: string, target: string): string | undefined {
  const [, service = '', , layerName] = path.split('/');
  const layer = layerOf(layerName);
  const place = placeOf(path, target);
  if (place === undefined) return foreign(layer, target);
  const [top = ''] = place.split('/');
  switch (top) {
    case 'services':
      return withinServices(service, layer, place);
    case 'platform':
      return layer === 'domain' && !DOMAIN_MAY_USE.test(target)
        ? 'domain uses words and values of the platform only'
        : undefined;
    case 'schema':
      return layer === 'domain' ? 'domain knows no contract' : undefined;
    default:
      return 'a service knows neither the demonstration nor the programs';
  }
}

function withinServices(service: string, layer: Layer | undefined, place: string): string | undefined {
  const [, toService, , toLayer = ''] = place.split('/');
  if (toService !== service) return 'another service';
  if (layer === undefined || MAY_USE[layer].includes(toLayer)) return undefined;
  return `${layer} may not use ${toLayer}`;
}

/** Third-party code stands in adapters and beside main.ts. */
function foreign(layer: Layer | undefined, target: string): string | undefined {
  if (layer === undefined || layer === 'adapters') return undefined;
  if (layer === 'domain') return 'domain uses the platform only';
  return target.startsWith('node:crypto') ? undefined : `${layer} uses no third-party code`;
}

function faultOutside(path: string, target: string): string | undefined {
  const place = placeOf(path, target);
  if (place === undefined) return undefined;
  if (path.startsWith('platform/')) return place.startsWith('platform/') ? undefined : 'the platform knows nobody';
  if (path.startsWith('schema/')) {
    // The names of roles alone: the table of rights says what each may do, and the platform carries them.
    return place.startsWith('schema/') || /^platform\/src\/security\/identity$/.test(place)
      ? undefined
      : 'schema imports nothing of ours';
  }
  if (path.startsWith('demo/'))
    return /^(demo|platform|schema)\//.test(place) ? undefined : 'the demonstration comes in by the front door';
  if (path.startsWith('engines/'))
    return /^(engines|platform)\//.test(place) ? undefined : 'engines know nothing of who uses them';
  return faultWithTools(path, place);
}

/** What measures the product may use all of it; the product knows neither that nor a stand-in for an engine. */
function faultWithTools(path: string, place: string): string | undefined {
  if (path.startsWith('bench/')) return undefined;
  if (place.startsWith('bench/')) return 'the product knows nothing of what measures it';
  return place.startsWith('engines/') ? 'the product knows no stand-in for an engine' : undefined;
}

/** One line for each import that crosses a boundary. */
export function importFaults(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap((target) => {
      const fault = file.path.startsWith('services/')
        ? faultInService(file.path, target)
        : faultOutside(file.path, target);
      return fault === undefined ? [] : [`${file.path}: ${target} (${fault})`];
    }),
  );
}
