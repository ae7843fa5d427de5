import { SERVICES } from '@flow/app/product/service-names';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './dockerfile';

/** The folders of services/. */
export const servicesOfTree = (): string[] =>
  readdirSync(join(ROOT, 'services'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/** `beds=http://beds:4000,…`: every service that this one may ask, which is all but itself and the gateway. */
export const othersOf = (service: string, addressOf: (name: string) => string): string =>
  SERVICES.filter((name) => name !== service && name !== 'gateway')
    .map((name) => `${name}=${addressOf(name)}`)
    .join(',');
