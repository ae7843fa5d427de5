import type { CollectedSpan } from '@flow/platform/telemetry/testing/collector';

/** `service: name` and what it was about, without ids and times: equal for the same thing done again. */
export function labelOf({ service, name, fields, failed }: CollectedSpan): string {
  const about = ['flow.category', 'flow.subgraph', 'flow.event', 'flow.operation', 'flow.outcome'];
  const told = about.flatMap((key) => (fields[key] === undefined ? [] : [String(fields[key])]));
  return [`${service.replace('patient-flow-', '')}: ${name}`, ...told, ...(failed ? ['FAILED'] : [])].join(' · ');
}

const offset = (ms: number): string => `${ms.toFixed(1).padStart(7)} ms`;

/** One trace as a tree: when each span began after the first, how long it took, and what it was. */
export function drawTrace(spans: readonly CollectedSpan[]): string {
  const root = spans.find(({ parentId }) => parentId === undefined);
  if (root === undefined) return '';
  const line = (span: CollectedSpan, before: string): string =>
    `${offset(span.startMs - root.startMs)}  ${offset(span.endMs - span.startMs)}  ${before}${labelOf(span)}`;
  const children = spans
    .filter(({ parentId }) => parentId === root.spanId)
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  const drawn = children.map((span, index) => line(span, index === children.length - 1 ? '└─ ' : '├─ '));
  return [`${'begins'.padStart(10)}  ${'takes'.padStart(10)}`, line(root, ''), ...drawn].join('\n');
}
