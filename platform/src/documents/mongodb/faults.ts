import { BSON, MongoError, MongoNetworkError, MongoServerError, MongoWriteConcernError } from 'mongodb';
import { EngineUnavailable, OutcomeUnknown } from '../../event-store/errors';
import { DuplicateKey } from '../documents';

export interface Asked {
  readonly collection: string;
  /** For people: "a write to wards". */
  readonly what: string;
  /** Whether it changes something, so that a lost answer leaves open whether it did. */
  readonly writes: boolean;
}

const DUPLICATE_KEY = 11_000;
/** BadValue, FailedToParse, TypeMismatch, PathNotViable, ConflictingUpdateOperators, ImmutableField, parallel arrays, no array. */
const NOT_FITTING: ReadonlySet<unknown> = new Set([2, 9, 14, 28, 40, 66, 171, 10_141]);
/** NotWritablePrimary, NotPrimaryNoSecondaryOk, OutOfDiskSpace: refused before anything was done. */
const REFUSED: ReadonlySet<unknown> = new Set([10_107, 13_435, 14_031]);
/** Ended in the middle: a step-down, a shutdown, its time was over, no majority in time. */
const BROKEN_OFF: ReadonlySet<unknown> = new Set([50, 64, 89, 91, 189, 262, 9001, 10_058, 11_600, 11_602, 13_436]);
/** No connection was had, so nothing was sent. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'MongoServerSelectionError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoTopologyClosedError',
  'MongoNotConnectedError',
  'MongoClientClosedError',
]);

/** What the system calls that make a connection. */
const CONNECTING: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);

function wasNeverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (NEVER_SENT.has(error.name) || ('syscall' in error && CONNECTING.has(error.syscall))) return true;
  return wasNeverSent(error.cause);
}

const isLost = (error: MongoError): boolean =>
  error instanceof MongoNetworkError ||
  error instanceof MongoWriteConcernError ||
  error.name === 'MongoOperationTimeoutError' ||
  error.name === 'PoolClearedOnNetworkError' ||
  BROKEN_OFF.has(error.code);

/** The call was left without an answer. */
export const NO_ANSWER = new Error('MongoDB has not answered.');

/** The driver's errors as the port's. What is neither a passing fault nor the caller's is given back as it is. */
export function faultOf(error: unknown, { collection, what, writes }: Asked): unknown {
  const options = { cause: error };
  const unanswered = () => (writes ? new OutcomeUnknown(what, options) : new EngineUnavailable(what, options));
  if (error === NO_ANSWER) return unanswered();
  if (error instanceof BSON.BSONError) return new TypeError(`MongoDB has no form for ${what}.`, options);
  if (!(error instanceof MongoError)) return error;
  if (error.code === DUPLICATE_KEY) return new DuplicateKey(collection, options);
  if (wasNeverSent(error) || REFUSED.has(error.code)) return new EngineUnavailable(what, options);
  if (isLost(error)) return unanswered();
  if (error instanceof MongoServerError && NOT_FITTING.has(error.code)) {
    return new TypeError(`MongoDB refuses ${what}: it does not fit what is held.`, options);
  }
  return error;
}
