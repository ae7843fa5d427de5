/** A frame of a live field, ready to leave. */
export interface Frame {
  /** The whole payload as JSON text, built once for everyone it goes to. Of a failed one: its errors. */
  readonly text: string;
  /** `<store epoch>:<position>`, whose text order is the order of changes within an epoch; undefined where a field has none. */
  readonly version: string | undefined;
  /** It tells up to when the board is complete, and changes nothing. */
  readonly heartbeat: boolean;
  /** The identifiable patients in it. */
  readonly shown: ReadonlySet<string>;
  /** Of the events that it tells of, where anybody traces them. */
  readonly traces?: ReadonlySet<string>;
  /** It could not be made, so what it would have told is missing from now on. */
  readonly failed: boolean;
  /** It failed because whoever asks may not see. */
  readonly refused?: boolean;
}

export interface FrameSource {
  /** Undefined at the end. Never rejects. */
  next(): Promise<Frame | undefined>;
  /** Ends it. Safe to call while a frame is awaited, and twice. */
  end(): void;
}

/** What may be followed, by one person or by many of the same rights. */
export interface LiveQuery {
  /** Equal for those who may be sent the same frames: same document and variables but for `sinceVersion`, same rights. */
  readonly key: string;
  /** The graph's name of the field. */
  readonly operation: string;
  /** Patients whom each of those who follow has opened by break-glass. */
  readonly breakGlass: readonly string[];
  /** Executes it. The first frame is a snapshot, or what has changed since that version. */
  open(since: string | undefined): Promise<FrameSource>;
}

const epochOf = (version: string): string => version.slice(0, version.indexOf(':'));

/** Whether both are of one epoch and the first is not after the second. Versions of different epochs have no order. */
export const isNotAfter = (version: string, other: string): boolean =>
  epochOf(version) === epochOf(other) && version <= other;
