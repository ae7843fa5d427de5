import 'reflect-metadata';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { refuseUnless } from '@flow/platform/graphql/guard';
import { LocalDate } from '@flow/platform/graphql/scalars';
import { localDate } from '@flow/platform/time/local-date';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { AuditDays, AuditFaultKind, AuditVerification as Verified } from '../../application/verify-audit';
import { AuditFault, AuditVerification } from './audit-types';

const SENTENCES: Readonly<Record<AuditFaultKind, string>> = {
  changed: 'It does not say what was written, or was not written by us.',
  missing: 'Entries before it are gone.',
  'out-of-place': 'It does not follow the entry before it: some were removed, added or exchanged.',
  unchained: 'It has no hash, though entries before it have.',
  'cut-off': 'The stream does not end where another says that it did: entries after this one are gone or were added.',
  gone: 'Another stream names it, and it is not there.',
};
const MOST_FAULTS = 100;

export type Verify = (days: AuditDays) => Promise<Verified>;

@Resolver()
export class VerificationResolver {
  constructor(private readonly verify: Verify) {}

  @Query(() => AuditVerification, {
    nullable: true,
    description: 'Reads the audit of these London days, all of it if none are told, and says whether it is as written.',
  })
  async auditVerification(
    @Ctx() { identity }: GraphContext,
    @Arg('from', () => LocalDate, { nullable: true }) from: string | null | undefined,
    @Arg('to', () => LocalDate, { nullable: true }) to: string | null | undefined,
  ): Promise<AuditVerification> {
    refuseUnless(may(identity.roles, 'audit.verify'));
    const { faults, ...verified } = await this.verify({
      ...(from != null && { from: localDate(from) }),
      ...(to != null && { to: localDate(to) }),
    });
    return Object.assign(new AuditVerification(), {
      ...verified,
      faultCount: faults.length,
      faults: faults
        .slice(0, MOST_FAULTS)
        .map((fault) => Object.assign(new AuditFault(), { ...fault, sentence: SENTENCES[fault.what] })),
    });
  }
}
