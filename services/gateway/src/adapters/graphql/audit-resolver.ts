import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { refuseUnless } from '@flow/platform/graphql/guard';
import { pageOf, readCursor, readFirst, type Page } from '@flow/platform/graphql/page-info';
import { DateTime } from '@flow/platform/graphql/scalars';
import { instantOfEpochMs, type Instant } from '@flow/platform/time/instant';
import { may } from '@flow/schema/rights';
import { Arg, Args, ArgsType, Ctx, Directive, Field, ID, Int, Query, Resolver } from 'type-graphql';
import type { Look as FoundLook, Looks, LooksAsked, PatientRecords } from '../../application/ports';
import { AccessReportLine, AccessReportLineConnection, Look, LookConnection } from './audit-types';
import { howWords, roleWords } from './plain-words';

export interface AuditResolverDeps {
  readonly looks: Looks;
  readonly patients: PatientRecords;
  readonly reportNamesStaff: boolean;
}

/** Ids of patients shown for one look. */
const MOST_IDS = 100;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

@ArgsType()
class Period {
  @Field(() => DateTime, { nullable: true })
  from?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Exclusive.' })
  to?: string | null;

  @Field(() => Int, { defaultValue: 50 })
  first!: number;

  @Field(() => String, { nullable: true })
  after?: string | null;
}

const momentOf = (text: string | null | undefined): Instant | undefined =>
  text == null ? undefined : instantOfEpochMs(Date.parse(text));

function askedOf({ from, to, first, after }: Period, order: LooksAsked['order']): Omit<LooksAsked, 'of'> {
  const [at, id] = readCursor(after, 2) ?? [];
  return {
    ...{ from: momentOf(from), to: momentOf(to), order, limit: readFirst(first) + 1 },
    ...(at !== undefined && id !== undefined && { after: { at, id } }),
  };
}

/** What was written down, for those who watch over it. Whom they are told about is written down in turn. */
@Resolver()
export class AuditResolver {
  constructor(private readonly deps: AuditResolverDeps) {}

  @Query(() => LookConnection, {
    nullable: true,
    description: 'Who was shown a patient, the latest first: under every id that the person ever had.',
  })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  async whoLookedAt(
    @Ctx() context: GraphContext,
    @Arg('patientId', () => ID) patientId: string,
    @Args(() => Period) period: Period,
  ): Promise<Page<Look>> {
    const patients = await this.everyIdOf(patientId, context);
    const found = await this.deps.looks.find({ of: { patients }, ...askedOf(period, 'latest-first') });
    context.shows(patients);
    return pageOfLooks(
      found.map((look) => lookFrom(look, (id) => patients.includes(id))),
      period,
    );
  }

  @Query(() => LookConnection, {
    nullable: true,
    description: 'Whom somebody was shown, and for whom they asked in vain, the latest first.',
  })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  async whatDidSee(
    @Ctx() context: GraphContext,
    @Arg('user', () => String) user: string,
    @Args(() => Period) period: Period,
  ): Promise<Page<Look>> {
    refuseUnless(may(context.identity.roles, 'audit.read'));
    const found = await this.deps.looks.find({ of: { user }, ...askedOf(period, 'latest-first') });
    const looks = found.slice(0, period.first).map((look) => lookFrom(look));
    context.shows(looks.flatMap(({ patientIds }) => patientIds ?? []));
    return pageOfLooks([...looks, ...found.slice(period.first).map((look) => lookFrom(look))], period);
  }

  @Query(() => AccessReportLineConnection, {
    nullable: true,
    description: 'Who looked at a patient, the oldest first, in words that the patient may be handed.',
  })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  async accessReport(
    @Ctx() context: GraphContext,
    @Arg('patientId', () => ID) patientId: string,
    @Args(() => Period) period: Period,
  ): Promise<Page<AccessReportLine>> {
    const patients = await this.everyIdOf(patientId, context);
    const found = await this.deps.looks.find({ of: { patients }, ...askedOf(period, 'oldest-first') });
    context.shows(patients);
    const lines = found.map((look) => this.lineFrom(look, patients));
    return pageOf(lines, { first: period.first, after: period.after != null, keyOf: ({ at, id }) => [at, id] });
  }

  /** The id itself also where nobody has it any more: a look outlives an erasure. */
  private async everyIdOf(patientId: string, { identity }: GraphContext): Promise<readonly string[]> {
    refuseUnless(may(identity.roles, 'audit.read'));
    if (!UUID.test(patientId)) throw graphFault('BAD_USER_INPUT', 'A patient is named by an id here.');
    return [...new Set([patientId, ...(await this.deps.patients.idsOf(patientId))])];
  }

  private lineFrom(look: FoundLook, patients: readonly string[]): AccessReportLine {
    return Object.assign(new AccessReportLine(), {
      id: look._id,
      at: look.at,
      role: roleWords(look.roles),
      how: howWords(look.operation, look.class),
      breakGlass: look.breakGlass.some((id) => patients.includes(id)),
      staff: this.deps.reportNamesStaff ? look.user : null,
    });
  }
}

const pageOfLooks = (looks: readonly Look[], { first, after }: Period): Page<Look> =>
  pageOf(looks, { first, after: after != null, keyOf: ({ shownAt, id }) => [shownAt, id] });

/** Whom else it showed is nobody's business who asks about one patient. */
function lookFrom(look: FoundLook, isAskedFor: (patientId: string) => boolean = () => true): Look {
  const { _id: id, at: shownAt, user, roles, device, operation, class: how, outcome, patients, breakGlass } = look;
  return Object.assign(new Look(), {
    ...{ id, shownAt, user, roles, device, operation, class: how, outcome },
    patientCount: patients.length,
    patientIds: patients.length === 0 ? null : patients.filter(isAskedFor).slice(0, MOST_IDS),
    breakGlass: breakGlass.some(isAskedFor),
    opened: breakGlass.filter(isAskedFor),
  });
}
