import { UnknownEventType } from '@flow/platform/decider/event-codec';
import type { JsonObject } from '@flow/platform/values/json';
import type { z } from 'zod';

/** An event as the store holds it. */
export interface StoredEvent {
  readonly type: string;
  readonly data: JsonObject;
}

export type Decoders<Event> = Readonly<Record<string, (data: unknown) => Event>>;

/** Text, numbers, flags, lists and records only: what JSON would change on the way never comes here. */
export const asJson = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

/** Reads an event by its decoder. Throws UnknownEventType: a newer version of us has written here. */
export function decodeStored<Event>(decoders: Decoders<Event>, { type, data }: StoredEvent): Event {
  const decode = decoders[type];
  if (decode === undefined) throw new UnknownEventType(type);
  return decode(data);
}

/** The parsed data. Throws an Error that names the fields at fault and none of their values. */
export function parseData<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path }) => path.map(String).join('.') || 'the whole');
  throw new Error(`A stored event of the beds service has a fault at ${[...new Set(places)].join(', ')}.`);
}
