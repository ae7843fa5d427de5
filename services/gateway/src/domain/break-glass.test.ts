import { replay } from '@flow/platform/decider/decider';
import { instant, laterBy } from '@flow/platform/time/instant';
import {
  breakGlassDecider,
  type BreakGlassCommand,
  type BreakGlassEvent,
  type Opening,
  type Review,
  type ReviewOutcome,
} from './break-glass';

const AT = instant('2026-03-02T10:00:00.000Z');
const opening: Opening = {
  ...{ user: 'wes', roles: ['ward-clerk'], device: null, reason: 'EMERGENCY_CARE', noteId: null },
  ...{ patientIds: ['p1'], openedAt: AT, until: laterBy(AT, 3_600_000) },
};
const reviewOf = (outcome: ReviewOutcome, by = 'iggy'): Review => ({ by, at: laterBy(AT, 7_200_000), outcome });

const opened: BreakGlassEvent = { type: 'Opened', opening };
const reviewed = (outcome: ReviewOutcome, by?: string): BreakGlassEvent => ({
  type: 'Reviewed',
  review: reviewOf(outcome, by),
});
const states = {
  'never opened': [],
  'in the queue': [opened],
  'to be followed up': [opened, reviewed('NEEDS_FOLLOW_UP')],
  'found appropriate': [opened, reviewed('APPROPRIATE')],
  'found inappropriate after follow-up': [opened, reviewed('NEEDS_FOLLOW_UP'), reviewed('INAPPROPRIATE')],
} satisfies Record<string, readonly BreakGlassEvent[]>;

const review = (outcome: ReviewOutcome, by?: string, seenReviews?: number): BreakGlassCommand => ({
  type: 'Review',
  review: reviewOf(outcome, by),
  ...(seenReviews !== undefined && { seenReviews }),
});
const commands = {
  open: { type: 'Open', opening },
  'review as appropriate': review('APPROPRIATE'),
  'review as inappropriate': review('INAPPROPRIATE'),
  'ask for follow-up': review('NEEDS_FOLLOW_UP'),
  'review one’s own': review('APPROPRIATE', 'wes'),
  'review as first seen': review('INAPPROPRIATE', 'iggy', 0),
} satisfies Record<string, BreakGlassCommand>;

/** What comes of each command in each state: an event, `-` for already so, or why not. */
const TABLE: Record<keyof typeof states, Record<keyof typeof commands, string>> = {
  'never opened': {
    open: 'Opened',
    'review as appropriate': 'BREAK_GLASS_UNKNOWN',
    'review as inappropriate': 'BREAK_GLASS_UNKNOWN',
    'ask for follow-up': 'BREAK_GLASS_UNKNOWN',
    'review one’s own': 'BREAK_GLASS_UNKNOWN',
    'review as first seen': 'BREAK_GLASS_UNKNOWN',
  },
  'in the queue': {
    open: '-',
    'review as appropriate': 'Reviewed',
    'review as inappropriate': 'Reviewed',
    'ask for follow-up': 'Reviewed',
    'review one’s own': 'OWN_BREAK_GLASS',
    'review as first seen': 'Reviewed',
  },
  'to be followed up': {
    open: '-',
    'review as appropriate': 'Reviewed',
    'review as inappropriate': 'Reviewed',
    'ask for follow-up': 'Reviewed',
    'review one’s own': 'OWN_BREAK_GLASS',
    'review as first seen': 'CHANGED_SINCE_SEEN',
  },
  'found appropriate': {
    open: '-',
    'review as appropriate': '-',
    'review as inappropriate': 'ALREADY_REVIEWED',
    'ask for follow-up': 'ALREADY_REVIEWED',
    'review one’s own': 'OWN_BREAK_GLASS',
    'review as first seen': 'ALREADY_REVIEWED',
  },
  'found inappropriate after follow-up': {
    open: '-',
    'review as appropriate': 'ALREADY_REVIEWED',
    'review as inappropriate': '-',
    'ask for follow-up': 'ALREADY_REVIEWED',
    'review one’s own': 'OWN_BREAK_GLASS',
    'review as first seen': '-',
  },
};

const keysOf = <Key extends string>(record: Record<Key, unknown>): Key[] => Object.keys(record) as Key[];

describe.each(keysOf(states))('a break-glass that was %s', (state) => {
  it.each(keysOf(commands))('told to %s', (command) => {
    const given: readonly BreakGlassEvent[] = states[state];
    const decision = breakGlassDecider.decide(commands[command], replay(breakGlassDecider, given));
    const came = decision.accepted ? decision.events.map(({ type }) => type).join() || '-' : decision.rejection;
    expect(came).toBe(TABLE[state][command]);
  });
});
