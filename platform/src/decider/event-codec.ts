import type { JsonObject } from '../values/json';

/** An event as the store keeps it: the stored type with its version (`bed-held.v1`), and data that survives JSON. */
export interface EncodedEvent {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: JsonObject;
}

/** How the events of one aggregate are written and read. `decode` knows every shape ever written, and is append-only. */
export interface EventCodec<Event> {
  readonly encode: (event: Event) => EncodedEvent;
  /** Throws UnknownEventType for a type that it does not know; an Error that repeats no data for data at fault. */
  readonly decode: (stored: { readonly type: string; readonly data: JsonObject }) => Event;
}

/** A newer version of the service has written here: whoever reads on would miss a fact, so it stops. */
export class UnknownEventType extends Error {
  constructor(readonly type: string) {
    super(`Events of type ${type} are not known to this version: a newer one has written here.`);
    this.name = 'UnknownEventType';
  }
}
