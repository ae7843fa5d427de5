import { z } from 'zod';
import { ROLES, type Identity } from './identity';

/** Who asks, and what ties the request to others: what travels signed between gateway and services. */
export interface Asking {
  readonly identity: Identity;
  readonly correlationId: string;
  /** W3C traceparent. */
  readonly trace?: string | undefined;
}

const within = z.union([z.literal('all'), z.array(z.string())]);
const schema = z.object({
  identity: z.object({
    subject: z.string(),
    roles: z.array(z.enum(ROLES)),
    scope: z.object({ sites: within, wards: within, specialties: within }),
    device: z.string().exactOptional(),
    breakGlass: z.array(z.string()).exactOptional(),
    expiresAt: z.string().exactOptional(),
  }),
  correlationId: z.string(),
  trace: z.string().exactOptional(),
});

/** The claims as one header value. */
export const encodeClaims = (asking: Asking): string => Buffer.from(JSON.stringify(asking)).toString('base64url');

/** The claims of a header value, or undefined where it holds none. It proves nothing before its signature was verified. */
export function decodeClaims(text: string): Asking | undefined {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
