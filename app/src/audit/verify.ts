import { WrongUse } from '@flow/platform/values/wrong-use';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { dayIn } from '../commands/option-values';
import type { ProductGraph } from '../commands/product-graph';

const VERIFY = `query AuditVerification($from: LocalDate, $to: LocalDate) {
  auditVerification(from: $from, to: $to) {
    streams events beforeChain faultCount faults { stream revision what sentence }
  }
}`;

const answer = z.object({
  auditVerification: z.object({
    streams: z.number(),
    events: z.number(),
    beforeChain: z.number(),
    faultCount: z.number(),
    faults: z.array(z.object({ stream: z.string(), revision: z.number(), what: z.string(), sentence: z.string() })),
  }),
});

export interface VerifyingAudit {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const USAGE = `Use: npm run audit -- verify [--from 2026-01-31] [--to 2026-02-28]
  verify   reads the audit of these London days, all of it if none are told; prints what was changed, removed or cut off`;

/** Throws WrongUse with how it is used, or which option is wrong. */
export function verifyingOf(args: readonly string[]): VerifyingAudit {
  try {
    const options = { from: { type: 'string' }, to: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (positionals.length === 1 && positionals[0] === 'verify') return daysOf(values);
  } catch (error) {
    // An option that there is not: told below, as every other wrong use.
    if (error instanceof WrongUse) throw error;
  }
  throw new WrongUse(USAGE);
}

function daysOf({ from, to }: VerifyingAudit): VerifyingAudit {
  const days = {
    ...(from !== undefined && { from: dayIn('from', from) }),
    ...(to !== undefined && { to: dayIn('to', to) }),
  };
  if (days.from !== undefined && days.to !== undefined && days.from > days.to)
    throw new WrongUse(`--to ${to}: it may be no day before --from ${from}.`);
  return days;
}

export interface Verified {
  readonly lines: readonly string[];
  readonly inOrder: boolean;
}

/** Asks the product, and says what it found: one line a fault, each with its stream and revision. */
export async function verify(graph: Pick<ProductGraph, 'execute'>, days: VerifyingAudit): Promise<Verified> {
  const { auditVerification: found } = answer.parse(await graph.execute(VERIFY, { ...days }));
  const { streams, events, beforeChain, faultCount, faults } = found;
  const before =
    beforeChain === 0 ? '' : ` ${beforeChain} were written before there were hashes: nothing is known of them.`;
  if (faultCount === 0) {
    return { lines: [`${events} entries in ${streams} streams are as they were written.${before}`], inOrder: true };
  }
  const more = faultCount - faults.length;
  return {
    lines: [
      ...faults.map(({ stream, revision, what, sentence }) => `${stream} revision ${revision}: ${what}. ${sentence}`),
      ...(more > 0 ? [`and ${more} more.`] : []),
      `${faultCount} faults in ${events} entries of ${streams} streams.${before}`,
    ],
    inOrder: false,
  };
}
