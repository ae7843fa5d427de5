import type { Handled } from '@flow/platform/decider/handler';
import { refused, type Refused } from './answers';

export type Done<Event> = Extract<Handled<Event, never>, { readonly outcome: 'done' }>;

type NotDone = Exclude<Handled<never, never>['outcome'], 'done' | 'rejected'>;

const CODES = { 'key-reused': 'IDEMPOTENCY_KEY_REUSED', expired: 'EXPIRED', contended: 'CONTENDED' } as const;

export const refusalOf = (outcome: NotDone): Refused => refused({ code: CODES[outcome] });

/** Thrown inside a use case where a stream that never refuses did not settle, and turned into a refusal at its end. */
class NotSettled extends Error {
  constructor(readonly outcome: NotDone) {
    super(`A stream did not settle: ${outcome}.`);
    this.name = 'NotSettled';
  }
}

/** The success of a command that cannot be refused for what it says. */
export function settledOf<Event>(handled: Handled<Event, never>): Done<Event> {
  if (handled.outcome === 'done') return handled;
  if (handled.outcome === 'rejected') throw new Error('A command was refused that cannot be.');
  throw new NotSettled(handled.outcome);
}

export async function orRefusal<Result>(work: () => Promise<Result>): Promise<Result | Refused> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotSettled) return refusalOf(error.outcome);
    throw error;
  }
}
