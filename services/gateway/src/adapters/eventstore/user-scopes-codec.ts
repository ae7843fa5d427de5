import { unreachable } from '@flow/platform/decider/decider';
import { UnknownEventType, type EventCodec } from '@flow/platform/decider/event-codec';
import type { JsonObject } from '@flow/platform/values/json';
import { z } from 'zod';
import type { UserScopesEvent } from '../../domain/user-scopes';

const codes = z.array(z.string()).readonly();
const within = z.union([z.literal('all'), codes]);
const user = z.object({ subject: z.string(), roles: codes, sites: within, wards: within, specialties: within });
const set = z.object({ users: z.array(user).readonly() });
const removed = z.object({ subjects: codes });

function parsed<Schema extends z.ZodType>(schema: Schema, data: JsonObject): z.output<Schema> {
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  const places = read.error.issues.map(({ path }) => path.join('.') || 'the whole');
  throw new Error(`A stored event of the table of users has a fault at ${[...new Set(places)].join(', ')}.`);
}

/** Every shape ever written, oldest first. A line here is never changed or removed: the streams still have it. */
const decoders: Readonly<Record<string, (data: JsonObject) => UserScopesEvent>> = {
  'user-scopes-set.v1': (data) => ({ type: 'UserScopesSet', ...parsed(set, data) }),
  'user-scopes-removed.v1': (data) => ({ type: 'UserScopesRemoved', ...parsed(removed, data) }),
};

function stored(event: UserScopesEvent): { readonly type: string; readonly data: JsonObject } {
  switch (event.type) {
    case 'UserScopesSet':
      return { type: 'user-scopes-set.v1', data: { users: event.users.map((one) => ({ ...one })) } };
    case 'UserScopesRemoved':
      return { type: 'user-scopes-removed.v1', data: { subjects: event.subjects } };
    default:
      return unreachable(event);
  }
}

/** How the table of users is written and read. One event holds all that a change sets: a trust's whole table is one append. */
export const userScopesCodec: EventCodec<UserScopesEvent> = {
  encode: (event) => ({ ...stored(event), schemaVersion: 1 }),
  decode({ type, data }) {
    const decode = decoders[type];
    if (decode === undefined) throw new UnknownEventType(type);
    return decode(data);
  },
};
