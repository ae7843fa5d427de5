import type { SourceFile } from './source-files';

interface TextRule {
  readonly name: string;
  readonly pattern: RegExp;
  /** The files that the rule holds for. */
  readonly applies: (path: string) => boolean;
}

const inCore = (path: string) => /^services\/[^/]+\/src\/(domain|application|projections)\//.test(path);

/** What a line may not say where. Each has a planted fault in the test. */
export const TEXT_RULES: readonly TextRule[] = [
  {
    name: 'London is known to platform/time alone',
    pattern: /Europe\/London|date-fns-tz/,
    applies: (path) => !path.startsWith('platform/src/time/'),
  },
  {
    name: 'time, chance and the environment come into the core by the command',
    pattern: /new Date\(\)|Date\.now\(|Math\.random\(|process\.env|randomUUID\(/,
    applies: inCore,
  },
  {
    name: 'the environment is read by main.ts alone',
    pattern: /process\.env/,
    applies: (path) => !/\/(main|testing)\.ts$/.test(path) && !path.startsWith('app/'),
  },
  {
    name: 'the event store client has one file',
    pattern: /@eventstore\/db-client|@kurrent\/kurrentdb-client/,
    // What stands in for the server is built on the definitions that the client's package brings.
    applies: (path) =>
      path !== 'platform/src/event-store/eventstoredb/client.ts' && !path.startsWith('engines/src/event-store/'),
  },
  {
    name: 'OpenTelemetry stands behind the port for traces',
    pattern: /@opentelemetry\//,
    applies: (path) => !/^platform\/src\/telemetry\/otlp-/.test(path),
  },
  {
    name: 'services and platform write to the log, not to the console',
    pattern: /console\.(log|error|warn|info)\(/,
    applies: (path) => /^(services|platform)\//.test(path),
  },
  {
    name: 'who may do what is asked of the one table of rights',
    pattern: /roles\.(includes|some|find|indexOf)\(/,
    applies: (path) => /^(services|platform|app)\//.test(path) && !/\/testing\/|rights-table\.ts$/.test(path),
  },
  {
    name: 'no field of a person goes into a log line or an error',
    pattern:
      /\b(log\.(debug|info|warn|error)|new \w*Error)\([^;]*\b(family|birthDate|postcode|phoneHome|phoneMobile|nhsNumber|hospitalNumber)\b\s*[,:})]/,
    applies: (path) => /^(services|platform|app)\//.test(path) && !/\/testing\//.test(path),
  },
  { name: 'no barrels', pattern: /^export \* from/m, applies: () => true },
  { name: 'no test double of the product in the product', pattern: /NODE_ENV\s*===\s*'test'/, applies: () => true },
];

/** One line for each file that says what it may not. */
export function textFaults(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    TEXT_RULES.filter((rule) => rule.applies(path) && rule.pattern.test(text)).map((rule) => `${path}: ${rule.name}`),
  );
}
