import type { StartedProduct } from '../product/started-product';

const SCRAPED_WITHIN_MS = 2000;
const HELD = /^lease_held\{.*lease="([^"]+)".*\} 1$/gm;

/** What one instance at a time does, and this one does now; nothing where it does not answer. */
export async function leasesOf({ http }: Pick<StartedProduct, 'http'>): Promise<ReadonlySet<string>> {
  const text = await fetch(`${http}/metrics`, { signal: AbortSignal.timeout(SCRAPED_WITHIN_MS) }).then(
    async (response) => response.text(),
    () => '',
  );
  return new Set([...text.matchAll(HELD)].map(([, lease = '']) => lease));
}

/** The instance that does most of it. */
export async function ownerAmong(instances: readonly StartedProduct[]): Promise<StartedProduct> {
  const owned = await Promise.all(
    instances.map(async (instance) => ({ instance, leases: (await leasesOf(instance)).size })),
  );
  const [first] = owned.sort((a, b) => b.leases - a.leases);
  if (first === undefined || first.leases === 0) throw new Error('None of them owns anything.');
  return first.instance;
}
