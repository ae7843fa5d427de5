import type { AppConfig } from './app-config';
import type { Listening } from './listening';

/** What a newcomer reads first: what listens where, how to sign in, what to try. */
export function banner(
  { dataDir, demonstration, oidc, production }: AppConfig,
  { http, mllp }: Listening,
  users: readonly string[],
): string {
  const ports = Object.entries(mllp).map(([partner, port]) => `${partner} on port ${port}`);
  const lines = [
    '',
    'Patient flow is running. Ctrl-C stops it.',
    ...(http === undefined ? [] : [`  GraphQL      ${http}/graphql  (POST; subscriptions by WebSocket)`]),
    ...(http === undefined || production
      ? []
      : [`  Try it       ${http}/graphiql  (sign in with one click, five ready queries)`]),
    ...(ports.length === 0 ? [] : [`  HL7 (MLLP)   ${ports.join(', ')}`]),
    ...(http === undefined ? [] : [`  Operations   ${http}/readyz  /healthz  /metrics`]),
    `  Data         ${dataDir}  (stop, then delete it, to start clean)`,
    ...(oidc === undefined ? [`  Users        ${users.join(', ')}`] : []),
    ...(http === undefined || oidc !== undefined
      ? []
      : ['  Watch it     npm run board          (in another terminal)']),
    ...(ports.length === 0 ? [] : ['  Feed it      npm run feed -- test/data/hl7']),
    ...(demonstration ? ['  The demonstration hospital fills itself through the HL7 port; DEMO=off for none.'] : []),
    '',
  ];
  return lines.join('\n');
}
