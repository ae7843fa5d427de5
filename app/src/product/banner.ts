import type { AppConfig } from './app-config';
import type { Listening } from './listening';

/** People's address, or that of a process which only services are answered at. */
function addresses({ http, services }: Listening, production: boolean): readonly string[] {
  const operations = (url: string): string => `  Operations   ${url}/readyz  /healthz  /metrics`;
  if (http !== undefined) {
    const tryIt = `  Try it       ${http}/graphiql  (sign in with one click, five ready queries)`;
    const graph = `  GraphQL      ${http}/graphql  (POST; subscriptions by WebSocket)`;
    return [graph, ...(production ? [] : [tryIt]), operations(http)];
  }
  if (services === undefined) return [];
  return [`  Services     ${services}  (signed requests of gateways and services)`, operations(services)];
}

/** What a newcomer reads first: what listens where, how to sign in, what to try. */
export function banner(
  { dataDir, demonstration, oidc, production }: AppConfig,
  listening: Listening,
  users: readonly string[],
): string {
  const ports = Object.entries(listening.mllp).map(([partner, port]) => `${partner} on port ${port}`);
  const signsIn = listening.http !== undefined && oidc === undefined;
  const lines = [
    '',
    'Patient flow is running. Ctrl-C stops it.',
    ...addresses(listening, production),
    ...(ports.length === 0 ? [] : [`  HL7 (MLLP)   ${ports.join(', ')}`]),
    `  Data         ${dataDir}  (stop, then delete it, to start clean)`,
    ...(signsIn ? [`  Users        ${users.join(', ')}`] : []),
    ...(signsIn ? ['  Watch it     npm run board          (in another terminal)'] : []),
    ...(ports.length === 0 ? [] : ['  Feed it      npm run feed -- test/data/hl7']),
    ...(demonstration ? ['  The demonstration hospital fills itself through the HL7 port; DEMO=off for none.'] : []),
    '',
  ];
  return lines.join('\n');
}
