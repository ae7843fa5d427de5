import type { Identity } from '@flow/platform/security/identity';
import type { Clock } from '@flow/platform/time/clock';
import { epochMsOf } from '@flow/platform/time/instant';
import type { Opening } from '../domain/break-glass';

/** Whom each person has opened by break-glass at this moment. */
export interface OpenedPatients {
  /** Who asks, with whom they have opened. */
  withOpened(identity: Identity): Identity;
  /** Called with a person for whom something was opened or has ended. The function given back ends it. */
  onChange(listener: (subject: string) => void): () => void;
}

export interface FoldedOpenings extends OpenedPatients {
  /** Safe to repeat, and in any order. */
  took(opening: Pick<Opening, 'user' | 'patientIds' | 'until'>): void;
  close(): void;
}

/** Nobody has opened anybody. */
export const NOBODY_OPENED: OpenedPatients = {
  withOpened: (identity) => identity,
  onChange: () => () => undefined,
};

type Opened = Pick<Opening, 'patientIds' | 'until'>;

/** Kept in memory by every instance, from the same events. What has ended is forgotten at its moment, not when somebody asks. */
export function createOpenedPatients(clock: Clock): FoldedOpenings {
  const bySubject = new Map<string, Opened[]>();
  const listeners = new Set<(subject: string) => void>();
  const timers = new Set<NodeJS.Timeout>();

  const current = (subject: string): Opened[] =>
    (bySubject.get(subject) ?? []).filter(({ until }) => until > clock.now());
  const idsOf = (subject: string): string[] =>
    [...new Set(current(subject).flatMap(({ patientIds }) => patientIds))].sort();

  function tell(subject: string): void {
    for (const listener of listeners) listener(subject);
  }

  function endLater(subject: string, { until }: Opened): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        const left = current(subject);
        if (left.length === 0) bySubject.delete(subject);
        else bySubject.set(subject, left);
        // A clock that was set back: not yet.
        if (until > clock.now()) endLater(subject, { patientIds: [], until });
        else tell(subject);
      },
      Math.max(0, epochMsOf(until) - epochMsOf(clock.now())),
    );
    timers.add(timer);
  }

  return {
    withOpened(identity) {
      const breakGlass = idsOf(identity.subject);
      return breakGlass.length === 0 ? identity : { ...identity, breakGlass };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    took({ user, patientIds, until }) {
      if (until <= clock.now() || patientIds.length === 0) return;
      const before = idsOf(user).join();
      const known = current(user);
      const isKnown = known.some((one) => one.until === until && one.patientIds.join() === patientIds.join());
      if (isKnown) return;
      const opened = { patientIds, until };
      bySubject.set(user, [...known, opened]);
      endLater(user, opened);
      if (idsOf(user).join() !== before) tell(user);
    },
    close() {
      timers.forEach(clearTimeout);
      timers.clear();
      listeners.clear();
    },
  };
}
