import { engineFaults, engineSettings } from '@flow/platform/engines/engine-addresses';
import { z } from 'zod';

export type Fault = (setting: string, message: string) => void;

/** What settings have to say of one another is told by their presence. */
export interface Told {
  readonly NODE_ENV?: string | undefined;
  readonly OIDC_ISSUER?: string | undefined;
  readonly OIDC_AUDIENCE?: string | undefined;
  readonly TLS_CERT_FILE?: string | undefined;
  readonly TLS_KEY_FILE?: string | undefined;
  readonly DEMO?: string | undefined;
}

/** Tells every fault of settings that are each right by themselves. */
export function faultsBetween(told: Told & Parameters<typeof engineFaults>[0], fault: Fault): void {
  const { NODE_ENV, OIDC_ISSUER, OIDC_AUDIENCE, TLS_CERT_FILE, TLS_KEY_FILE, DEMO } = told;
  const production = NODE_ENV === 'production';
  if (production && OIDC_ISSUER === undefined) fault('OIDC_ISSUER', 'must be set in production');
  if (OIDC_AUDIENCE === undefined && (production || OIDC_ISSUER !== undefined))
    fault('OIDC_AUDIENCE', 'must be set with OIDC_ISSUER');
  engineFaults(told, fault);
  if ((TLS_CERT_FILE === undefined) !== (TLS_KEY_FILE === undefined))
    fault(TLS_CERT_FILE === undefined ? 'TLS_CERT_FILE' : 'TLS_KEY_FILE', 'must be set with the other of the two');
  if (production && DEMO === 'on') fault('DEMO', 'must be off in production');
}

const text = z.string().optional();
const ENGINES = Object.keys(engineSettings);

/**
 * The same of the environment as it is: read beside `appConfig`, which comes to what is between settings only once each of them is
 * right by itself. And what a start asks for, and a command does not.
 */
export const startRules = z
  .looseObject({
    ...{ NODE_ENV: text, OIDC_ISSUER: text, OIDC_AUDIENCE: text, TLS_CERT_FILE: text, TLS_KEY_FILE: text, DEMO: text },
    SINGLE_NODE: text,
  })
  .superRefine((told, context) => {
    const fault: Fault = (path, message) => context.addIssue({ code: 'custom', path: [path], message });
    faultsBetween(told, fault);
    if (told.NODE_ENV === 'production' && told.SINGLE_NODE !== 'true' && !ENGINES.some((name) => name in told))
      fault(
        'SINGLE_NODE',
        'no engines are named: set SINGLE_NODE=true if one machine with embedded engines is meant, else name the real ones',
      );
  });
