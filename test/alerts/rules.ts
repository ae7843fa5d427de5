import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

export interface AlertRule {
  readonly name: string;
  /** What its expression measures. */
  readonly metrics: readonly string[];
}

const WORDS = new Set(['and', 'or', 'unless', 'by', 'on', 'without', 'offset']);

/** The names in an expression that are no function, label or word of the language. */
export function metricsIn(expression: string): readonly string[] {
  const bare = expression
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, '')
    .replaceAll(/\b(by|on|without)\s*\([^)]*\)/g, '')
    .replaceAll(/\b\d[\w.]*/g, '');
  const names = [...bare.matchAll(/[a-z_]\w*(?!\w)(?!\s*\()/g)].map(([name]) => name);
  return [...new Set(names.filter((name) => !WORDS.has(name) && name !== 'sum' && name !== 'max' && name !== 'min'))];
}

export const alertRules = (): readonly AlertRule[] =>
  read('deploy/prometheus/alerts.yaml')
    .split('- alert: ')
    .slice(1)
    .map((text) => ({
      name: /^\w+/.exec(text)?.[0] ?? '',
      metrics: metricsIn(/expr:([^]*?)\n +(?:for|labels):/.exec(text)?.[1]?.replace('>-', '') ?? ''),
    }));

/** By alert, whether a test of promtool's has it fire. */
export const testedAlerts = (): ReadonlySet<string> =>
  new Set(
    [...read('deploy/prometheus/alerts.test.yaml').matchAll(/alertname: (\w+)\n +exp_alerts:\n +- exp_labels/g)].map(
      ([, name = '']) => name,
    ),
  );

/** The alerts that docs/operations.md has a section for, and the metrics that it explains. */
export function explained(): { readonly alerts: readonly string[]; readonly metrics: ReadonlySet<string> } {
  const [before = '', after = ''] = read('docs/operations.md').split('\n## Alerts\n');
  const rows = before.split('\n## Metrics\n')[1]?.match(/^\| `[^|]*/gm) ?? [];
  return {
    alerts: [...after.matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name),
    metrics: new Set([...rows.join('').matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name)),
  };
}
