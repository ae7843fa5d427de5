import 'reflect-metadata';
import { commandContextOf } from '@flow/platform/graphql/command-context';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { refuseUnless } from '@flow/platform/graphql/guard';
import { pageOf, readCursor, readFirst, type Page } from '@flow/platform/graphql/page-info';
import { hmacName } from '@flow/platform/security/hmac';
import { epochMsOf, instant, type Instant } from '@flow/platform/time/instant';
import { canonicalJson } from '@flow/platform/values/canonical-json';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, Directive, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  breakGlass,
  refused,
  reviewBreakGlass,
  type BreakGlassDeps,
  type BreakGlassRefusal,
  type Named,
} from '../../application/break-glass';
import type { ListedOpening, OpeningList } from '../../application/ports';
import { isSettled } from '../../domain/break-glass';
import { Look } from './audit-types';
import {
  BreakGlassInput,
  BreakGlassOpened,
  BreakGlassReasonEnum,
  BreakGlassRefused,
  BreakGlassResult,
  BreakGlassReview,
  BreakGlassReviewConnection,
  BreakGlassReviewed,
  ReviewBreakGlassInput,
  ReviewBreakGlassResult,
  ReviewStatusEnum,
  type BreakGlassPatient,
} from './break-glass-types';

export interface BreakGlassResolverDeps extends BreakGlassDeps {
  readonly openings: OpeningList;
  /** As the stream has it: what was just reviewed is answered so. */
  readonly openingNow: (id: string) => Promise<ListedOpening | undefined>;
  readonly siteKey: Buffer;
  readonly reviewWithinHours: number;
}

const HOUR_MS = 3_600_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const SENTENCES: Readonly<Record<BreakGlassRefusal, string>> = {
  TEXT_REQUIRED: 'Say in words why, where none of the reasons fits.',
  TEXT_TOO_LONG: 'The text has at most 1,000 characters.',
  INVALID_INPUT: 'Name the patient in exactly one way.',
  BREAK_GLASS_UNKNOWN: 'There is no such break-glass.',
  OWN_BREAK_GLASS: 'Somebody else has to review it.',
  ALREADY_REVIEWED: 'It has been reviewed with another outcome.',
  CHANGED_SINCE_SEEN: 'Somebody has reviewed it since you saw it.',
  IDEMPOTENCY_KEY_REUSED: 'This idempotencyKey was used for something else.',
  CONTENDED: 'Others are changing the same at this moment. Ask again.',
  EXPIRED: 'This came too late to be done. Ask again.',
};

const refusal = (code: BreakGlassRefusal): BreakGlassRefused =>
  Object.assign(new BreakGlassRefused(), { code, message: SENTENCES[code] });

function namedBy({ id, bedId, nhsNumber, hospitalNumber }: BreakGlassPatient): Named | undefined {
  if (id !== undefined) return { by: 'id', id };
  if (bedId !== undefined) return { by: 'bed', bedId };
  if (nhsNumber !== undefined) return { by: 'nhsNumber', nhsNumber };
  const { authority, value } = hospitalNumber ?? {};
  return authority === undefined || value === undefined
    ? undefined
    : { by: 'hospitalNumber', hospitalNumber: { authority, value } };
}

@Resolver()
export class BreakGlassResolver {
  constructor(private readonly deps: BreakGlassResolverDeps) {}

  @Mutation(() => BreakGlassResult, {
    nullable: true,
    description:
      'Opens a patient who is not yours to see, to you alone and for a time. It is recorded, marked in the audit, and reviewed.',
  })
  async breakGlass(
    @Ctx() context: GraphContext,
    @Arg('input', () => BreakGlassInput) input: BreakGlassInput,
  ): Promise<BreakGlassOpened | BreakGlassRefused> {
    const { identity } = context;
    refuseUnless(may(identity.roles, 'patients.break-glass'));
    const named = namedBy(input.patient);
    if (named === undefined) return refusal('INVALID_INPUT');
    const { reason, text, idempotencyKey } = input;
    // A hash without a key of a number, or of a few words, would be as good as the number.
    const told = hmacName(this.deps.siteKey, 'break-glass', canonicalJson({ named, reason, text: text ?? undefined }));
    const command = { context, mutation: 'breakGlass', idempotencyKey, input: { told }, clock: this.deps.clock };
    const breaking = { named, reason, text: text ?? undefined, identity };
    const broken = await breakGlass(this.deps, breaking, commandContextOf(command));
    if (broken.outcome === 'refused') return refusal(broken.code);
    return Object.assign(new BreakGlassOpened(), { id: broken.id, until: broken.until });
  }

  @Query(() => BreakGlassReviewConnection, {
    nullable: true,
    description: 'Openings by break-glass, the oldest first: those to be reviewed, if not told.',
  })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  async breakGlassReviews(
    @Ctx() context: GraphContext,
    @Arg('status', () => ReviewStatusEnum, { nullable: true }) status: ListedOpening['status'] | null | undefined,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
  ): Promise<Page<BreakGlassReview>> {
    refuseUnless(may(context.identity.roles, 'audit.review-break-glass'));
    const [openedAt, id] = readCursor(after, 2) ?? [];
    const cursor = openedAt !== undefined && id !== undefined ? { after: { openedAt, id } } : {};
    const found = await this.deps.openings.find({ status: status ?? 'open', limit: readFirst(first) + 1, ...cursor });
    context.shows(found.slice(0, first).flatMap(({ patientIds }) => patientIds));
    const reviews = found.map((one) => this.reviewFrom(one));
    return pageOf(reviews, { first, after: after != null, keyOf: (one) => [one.openedAt, one.id] });
  }

  @Mutation(() => ReviewBreakGlassResult, {
    nullable: true,
    description: 'Says of an opening whether it was right. Nobody reviews their own.',
  })
  async reviewBreakGlass(
    @Ctx() context: GraphContext,
    @Arg('input', () => ReviewBreakGlassInput) input: ReviewBreakGlassInput,
  ): Promise<BreakGlassReviewed | BreakGlassRefused> {
    const { identity } = context;
    refuseUnless(may(identity.roles, 'audit.review-break-glass'));
    const { idempotencyKey, id, expectedVersion, outcome } = input;
    if (!UUID.test(id)) return refusal('BREAK_GLASS_UNKNOWN');
    const seen = expectedVersion == null ? {} : { seenReviews: Number(expectedVersion) };
    const { clock } = this.deps;
    const command = commandContextOf({ context, mutation: 'reviewBreakGlass', idempotencyKey, input, clock });
    const reviewing = { id, by: identity.subject, outcome, ...seen };
    const why = await reviewBreakGlass(this.deps, reviewing, command);
    const now = why === undefined ? await this.deps.openingNow(id) : undefined;
    if (now === undefined) return refusal(why ?? refused('BREAK_GLASS_UNKNOWN').code);
    context.shows(now.patientIds);
    return Object.assign(new BreakGlassReviewed(), { review: this.reviewFrom(now) });
  }

  private reviewFrom(opening: ListedOpening): BreakGlassReview {
    const { _id: id, user, roles, device, reason, noteId, patientIds, openedAt, until, status, reviews } = opening;
    const { clock, reviewWithinHours } = this.deps;
    const last = reviews.at(-1);
    const end: Instant = isSettled(reviews) && last ? last.at : clock.now();
    const ageHours = Math.floor((epochMsOf(end) - epochMsOf(instant(openedAt))) / HOUR_MS);
    return Object.assign(new BreakGlassReview(), {
      ...{ id, user, roles, device, reason, noteId, openedAt, until, status, ageHours },
      patientIds: patientIds.length === 0 ? null : patientIds,
      overdue: status === 'open' && ageHours >= reviewWithinHours,
      outcome: last?.outcome ?? null,
      reviewedBy: last?.by ?? null,
      reviewedAt: last?.at ?? null,
      version: String(reviews.length),
    });
  }
}

@Resolver(() => Look)
export class LookReasons {
  constructor(private readonly openings: OpeningList) {}

  @FieldResolver(() => BreakGlassReasonEnum, {
    nullable: true,
    description: 'Why somebody of those shown had been opened by break-glass.',
  })
  async reason(@Root() { user, shownAt: at, opened }: Look): Promise<string | null> {
    return opened.length === 0 ? null : this.openings.reasonOf({ user, patients: opened, at });
  }
}
