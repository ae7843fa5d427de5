/** An event as a client proposes it. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
}

/** Where an event stands among all: larger than the one before, by no constant. */
export interface At {
  readonly commit: number;
  readonly prepare: number;
}

export interface Stored extends Proposed, At {
  readonly stream: string;
  readonly revision: number;
  /** In ticks of 100 ns since 1970. */
  readonly created: string;
}

export type Expected = 'any' | 'no-stream' | 'stream-exists' | number;

export type Outcome =
  | { readonly kind: 'done'; readonly revision: number; readonly at: At }
  | { readonly kind: 'wrong'; readonly current: number | undefined }
  | { readonly kind: 'too-large' };

export const isAfter = (one: At, other: At): boolean =>
  one.commit > other.commit || (one.commit === other.commit && one.prepare > other.prepare);
