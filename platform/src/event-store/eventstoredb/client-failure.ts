/** Another node leads: nothing was done here. */
export interface Leader {
  readonly host: string;
  readonly port: number;
}

/** What went wrong, in the words that the port needs. `no-answer`: it may have been done. Of all others, nothing was. */
export type Why =
  | { readonly kind: 'wrong-revision'; readonly actual: number | 'no-stream' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'no-stream' }
  | { readonly kind: 'not-leader'; readonly leader: Leader }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'no-answer' };

/** An error of the client, told apart. The client's own is the cause. */
export class ClientFailure extends Error {
  constructor(
    readonly why: Why,
    cause: unknown,
  ) {
    super(`The event store's client failed: ${why.kind}.`, { cause });
    this.name = 'ClientFailure';
  }
}
