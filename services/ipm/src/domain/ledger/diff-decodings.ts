import type { FieldDifference } from '../hl7/diff-messages';
import type { MessageDecoded } from './ledger';

/** What two decodings of one message tell otherwise, by step and field: `1 person.family`. */
export function diffDecodings(before: MessageDecoded, after: MessageDecoded): readonly FieldDifference[] {
  const [a, b] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((place) => {
    const [was, is] = [a.get(place), b.get(place)];
    return was === is
      ? []
      : [{ place, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
  });
}

function leavesOf({ steps, order, occurredAt }: MessageDecoded): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>([
    ['order', order],
    ['occurredAt', occurredAt],
  ]);
  for (const [index, step] of steps.entries()) collect(step, `${index + 1} `, leaves);
  return leaves;
}

function collect(value: unknown, place: string, into: Map<string, string>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    into.set(place, typeof value === 'string' ? value : JSON.stringify(value));
    return;
  }
  for (const [name, part] of Object.entries(value)) {
    collect(part, place.endsWith(' ') ? `${place}${name}` : `${place}.${name}`, into);
  }
}
