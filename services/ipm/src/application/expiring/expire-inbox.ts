import { certainly } from '@flow/platform/running/certainly';
import { epochMsOf, instantOfEpochMs, type Instant } from '@flow/platform/time/instant';
import { addDays, type LocalDate } from '@flow/platform/time/local-date';
import { ERASURE_PREFIX } from '../../domain/erasure/erasure';
import { EXPIRY_ERASURES } from '../../domain/expiry/inbox-day';
import { readToEnd } from '@flow/platform/running/read-to-end';
import type { MessageStory } from '../message-stories';
import { expireDay, type ExpireDeps, type InboxDay } from './expire-day';

export interface ExpireInboxDeps extends ExpireDeps {
  /** Whole London days are kept for so many after theirs; 0: for ever. */
  readonly retentionDays: number;
  readonly londonDateOf: (at: Instant) => LocalDate;
  /** The oldest that there is a story of. */
  readonly oldest: () => Promise<MessageStory | undefined>;
  /** Every partner that was ever heard. */
  readonly partners: () => Promise<readonly string[]>;
}

/** Ids of what went are kept for so long, for read models that are behind. */
const IDS_KEPT_MS = 7 * 86_400_000;

/** Takes every day out of the inbox that is older than the retention and has come to its end. Gives how many. */
export async function expireInbox(deps: ExpireInboxDeps, signal: AbortSignal): Promise<number> {
  if (deps.retentionDays === 0) return 0;
  const begun = await recordedExpiries(deps, signal);
  let gone = 0;
  for (const day of [...begun, ...(await daysToExpire(deps))]) {
    if (signal.aborted) return gone;
    if ((await deps.days.state(day.partner, day.date)) === 'gone') continue;
    if ((await expireDay(deps, day)) === 'gone') gone += 1;
  }
  return gone;
}

/** Those of which ids are kept: they may have been cut short. Ids that nobody can need any more go. */
async function recordedExpiries(deps: ExpireInboxDeps, signal: AbortSignal): Promise<readonly InboxDay[]> {
  const { store, clock } = deps;
  const prefix = `${ERASURE_PREFIX}${EXPIRY_ERASURES}`;
  const last = new Map<string, { readonly revision: number; readonly at: Instant }>();
  await readToEnd({ store, clock, prefixes: [prefix], signal }, ({ stream, revision, metadata }) =>
    last.set(stream, { revision, at: metadata.recordedAt }),
  );
  const before = instantOfEpochMs(epochMsOf(clock.now()) - IDS_KEPT_MS);
  const begun: InboxDay[] = [];
  for (const [stream, { revision, at }] of last) {
    const day = dayOf(stream.slice(prefix.length));
    if (at < before && (await deps.days.state(day.partner, day.date)) === 'gone') {
      await certainly(() => store.deleteStream(stream, revision));
    } else begun.push(day);
  }
  return begun;
}

const DATE_LENGTH = 'yyyy-mm-dd'.length;

const dayOf = (name: string): InboxDay => ({
  partner: name.slice(0, -DATE_LENGTH - 1),
  date: name.slice(-DATE_LENGTH),
});

async function daysToExpire({
  retentionDays,
  clock,
  londonDateOf,
  oldest,
  partners,
}: ExpireInboxDeps): Promise<readonly InboxDay[]> {
  const first = await oldest();
  if (first === undefined) return [];
  const kept = addDays(londonDateOf(clock.now()), -retentionDays);
  const names = await partners();
  const days: InboxDay[] = [];
  for (let date = londonDateOf(first.receivedAt); date < kept; date = addDays(date, 1)) {
    days.push(...names.map((partner) => ({ partner, date })));
  }
  return days;
}
