import { UnknownEventType } from '@flow/platform/decider/event-codec';
import type { JsonObject } from '@flow/platform/values/json';
import type { z } from 'zod';

/** An event as the store holds it. */
export interface StoredEvent {
  readonly type: string;
  readonly data: JsonObject;
}

/** Text, numbers, flags, lists and records only: what JSON would change on the way never comes here. */
export const asJson = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

export function decodeStored<Event>(
  decoders: Readonly<Record<string, (data: unknown) => Event>>,
  { type, data }: StoredEvent,
): Event {
  const decode = decoders[type];
  if (decode === undefined) throw new UnknownEventType(type);
  return decode(data);
}

/** The parsed data. A fault names fields at two levels and no more: what stands below may name a patient. */
export function parseData<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path }) => path.slice(0, 2).join('.') || 'the whole');
  throw new Error(`A stored event of the interface has a fault at ${[...new Set(places)].join(', ')}.`);
}
