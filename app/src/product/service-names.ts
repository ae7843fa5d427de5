import { z } from 'zod';

export const SERVICES = ['patients', 'beds', 'ipm', 'gateway'] as const;
export type ServiceName = (typeof SERVICES)[number];

export const isService = (name: string): name is ServiceName => SERVICES.some((known) => known === name);

const names = (text: string): readonly string[] => text.split(',').map((name) => name.trim());

/** `beds,ipm`: the services that run in this process. */
export const servicesHere = z
  .string()
  .default(SERVICES.join(','))
  .transform(names)
  .refine((told) => told.every(isService), `must name some of ${SERVICES.join(', ')}, with commas between`)
  .transform((told) => told.filter(isService));

const pairOf = (text: string): readonly [string, string] => {
  const at = text.indexOf('=');
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
};
const isAddress = (url: string): boolean =>
  URL.canParse(url) && /^https?:\/\/[^/?#@]+$/.test(url) && new URL(url).pathname === '/';

/** `beds=http://beds:4000,patients=http://patients:4000`: where the services of other processes answer. */
export const servicesElsewhere = z
  .string()
  .default('')
  .transform((text) => names(text).filter((part) => part !== ''))
  .transform((parts) => parts.map(pairOf))
  .refine(
    (pairs) => pairs.every(([name, url]) => isService(name) && isAddress(url)),
    `must name services of other processes by their addresses, such as beds=http://beds:4000, with commas between`,
  )
  .transform((pairs): Readonly<Partial<Record<ServiceName, string>>> => Object.fromEntries(pairs));
