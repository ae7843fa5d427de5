import { appConfig } from '@flow/app/product/app-config';
import { bedsConfig } from '@flow/beds/config';
import { gatewayConfig } from '@flow/gateway/config';
import { ipmConfig } from '@flow/ipm/config';
import { patientsConfig } from '@flow/patients/config';
import { BadConfiguration, loadConfig } from '@flow/platform/config/load-config';

/** `${TRUST:?why}` and `${NAME:-default}`, as somebody who was asked would tell them. */
const TOLD: Readonly<Record<string, string>> = { TRUST: 'RXX', OIDC_ISSUER: 'https://sign-in.example/realm' };
const filledIn = (value: string): string =>
  value.replace(/\$\{(\w+):[-?]([^}]*)\}/g, (_, name: string, otherwise: string) => TOLD[name] ?? otherwise);

/** What the product would say of this environment at its start; nothing where it takes it. */
export function faultsOfSettings(environment: Readonly<Record<string, string>>): string {
  const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filledIn(value)]));
  try {
    loadConfig(appConfig, env, [patientsConfig, bedsConfig, ipmConfig, gatewayConfig]);
    return '';
  } catch (error) {
    if (error instanceof BadConfiguration) return error.message;
    throw error;
  }
}
