import type { ExpectedRevision } from './event-store';

/** Another append came first. `actual` is the stream's last revision, or `no-stream`; undefined when the store did not say. */
export class WrongExpectedRevision extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: ExpectedRevision | undefined,
  ) {
    super(`Stream ${stream} is at ${actual ?? 'an unknown revision'}, not at ${expected}.`);
    this.name = 'WrongExpectedRevision';
  }
}

/** More bytes than MAX_APPEND_BYTES, or more than an engine takes. Nothing was written. */
export class AppendTooLarge extends Error {
  constructor(
    readonly stream: string,
    readonly bytes: number,
  ) {
    super(`An append of ${bytes} bytes to ${stream} is more than the store takes.`);
    this.name = 'AppendTooLarge';
  }
}

/** No answer came: it may have been done or not. Repeat it identically. */
export class OutcomeUnknown extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`No answer to ${what}: it may or may not have been done.`, options);
    this.name = 'OutcomeUnknown';
  }
}

/** The engine cannot be reached or refuses service (a full disk, a lost connection). Nothing was done. */
export class EngineUnavailable extends Error {
  /** The file that it is about, where it is an embedded engine's. */
  readonly path?: string;

  constructor(what: string, options?: ErrorOptions & { readonly path?: string }) {
    super(`The engine is not available for ${what}.`, options);
    this.name = 'EngineUnavailable';
    if (options?.path !== undefined) this.path = options.path;
  }
}
