import type { Handled } from '@flow/platform/decider/handler';

/** Why a telling was not taken. `CONTENDED` is worth sending again. */
export type RefusalCode =
  'IDENTIFIER_MISSING' | 'PATIENT_NOT_KNOWN' | 'INVALID_INPUT' | 'IDEMPOTENCY_KEY_REUSED' | 'CONTENDED';

export interface Refused {
  readonly outcome: 'refused';
  readonly code: RefusalCode;
}

export const refused = (code: RefusalCode): Refused => ({ outcome: 'refused', code });

/** Thrown inside a use case where a stream did not settle, and turned into a refusal at its end. */
export class NotSettled extends Error {
  constructor(readonly code: RefusalCode) {
    super(`A stream refused with ${code}.`);
    this.name = 'NotSettled';
  }
}

export type Done<Event> = Extract<Handled<Event, never>, { readonly outcome: 'done' }>;

/** The success of a command that its decider cannot have refused here; NotSettled for what may go away by itself. */
export function done<Event>(handled: Handled<Event, { readonly code: string }>): Done<Event> {
  switch (handled.outcome) {
    case 'done':
      return handled;
    case 'rejected':
      throw new Error(`A command was refused that cannot be: ${handled.rejection.code}.`);
    case 'key-reused':
      throw new NotSettled('IDEMPOTENCY_KEY_REUSED');
    case 'expired':
    case 'contended':
      throw new NotSettled('CONTENDED');
  }
}

export async function orRefusal<Result>(work: () => Promise<Result>): Promise<Result | Refused> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotSettled) return refused(error.code);
    throw error;
  }
}
