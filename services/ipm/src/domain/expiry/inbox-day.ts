import { accept, type Decider } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { Outcome } from '../ledger/settlement';

/** How many messages of a day came to which end. */
export type DayCounts = Readonly<Partial<Record<Outcome, number>>>;

interface Day {
  readonly partner: string;
  /** London. */
  readonly date: string;
  readonly at: Instant;
}

/** Of a day of the inbox that goes, and has gone: counts alone, so that what was received still adds up. */
export type InboxDayEvent =
  | (Day & { readonly type: 'DayExpiring'; readonly received: number; readonly ended: DayCounts })
  | (Day & { readonly type: 'DayExpired' });

export type InboxDayCommand =
  | (Day & { readonly type: 'BeginExpiry'; readonly received: number; readonly ended: DayCounts })
  | (Day & { readonly type: 'EndExpiry' });

export type InboxDayState = 'kept' | 'going' | 'gone';

export const inboxDayDecider: Decider<InboxDayCommand, InboxDayEvent, InboxDayState, never> = {
  initialState: 'kept',
  decide(command, state) {
    if (command.type === 'BeginExpiry')
      return state === 'kept' ? accept({ ...command, type: 'DayExpiring' }) : accept();
    return state === 'going' ? accept({ ...command, type: 'DayExpired' }) : accept();
  },
  evolve: (_state, { type }) => (type === 'DayExpiring' ? 'going' : 'gone'),
};

export const expiryStream = (partner: string, date: string): string => `inboxExpiry-${partner}-${date}`;

/** The ids of its messages are kept as those of an erasure, so that their stories go; for some days, and then no more. */
export const expiryErasure = (partner: string, date: string): string => `${EXPIRY_ERASURES}${partner}-${date}`;

export const isExpiry = (erasureId: string): boolean => erasureId.startsWith(EXPIRY_ERASURES);
export const EXPIRY_ERASURES = 'expiry-';
