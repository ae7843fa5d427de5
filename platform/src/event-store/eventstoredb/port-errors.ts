import { AppendTooLarge, EngineUnavailable, OutcomeUnknown, WrongExpectedRevision } from '../errors';
import type { ExpectedRevision } from '../event-store';
import { ClientFailure } from './client-failure';

/** The port's error for what went wrong with something that writes. Others pass as they are. */
export function writeError(what: string, stream: string, expected: ExpectedRevision, error: unknown): unknown {
  if (!(error instanceof ClientFailure)) return error;
  switch (error.why.kind) {
    case 'wrong-revision':
      return new WrongExpectedRevision(stream, expected, error.why.actual);
    case 'too-large':
      return new AppendTooLarge(stream, 0);
    case 'no-answer':
      return new OutcomeUnknown(what, { cause: error });
    case 'no-stream':
    case 'not-leader':
    case 'refused':
    case 'unreachable':
      return new EngineUnavailable(what, { cause: error });
  }
}

/** The port's error for a read, which changes nothing. */
export const readError = (what: string, error: unknown): unknown =>
  error instanceof ClientFailure ? new EngineUnavailable(what, { cause: error }) : error;
