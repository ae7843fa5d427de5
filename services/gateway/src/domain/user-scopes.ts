import { accept, reject, unreachable, type Decider, type Decision } from '@flow/platform/decider/decider';

export type Within = 'all' | readonly string[];

/** What somebody may do and where, as the hospital's own table says it. Codes alone: what people are called stays with whoever wrote the table. */
export interface UserScopes {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly sites: Within;
  readonly wards: Within;
  readonly specialties: Within;
}

export interface SetUsers {
  readonly type: 'SetUsers';
  /** The whole table: who is not in it goes. */
  readonly users: readonly UserScopes[];
  /** Only where no table was ever set. */
  readonly ifNone: boolean;
  /** Roles whose holders may set the table. Where nobody is left who has one, nobody could put it back. */
  readonly setters: readonly string[];
}

export type UserScopesEvent =
  | { readonly type: 'UserScopesSet'; readonly users: readonly UserScopes[] }
  | { readonly type: 'UserScopesRemoved'; readonly subjects: readonly string[] };

/** By subject; undefined before a table was ever set. */
export type UserTable = ReadonlyMap<string, UserScopes> | undefined;

export type SetUsersRejection =
  { readonly code: 'USER_TWICE'; readonly index: number } | { readonly code: 'LAST_ADMINISTRATOR' };

export const SCOPE_FIELDS = ['roles', 'sites', 'wards', 'specialties'] as const;

const text = (value: Within): string => (value === 'all' ? '*' : value.join(' '));

/** What is otherwise of somebody, for people to read. */
export const differencesOf = (was: UserScopes, is: UserScopes) =>
  SCOPE_FIELDS.map((field) => ({ field, was: text(was[field]), is: text(is[field]) })).filter(
    (told) => told.was !== told.is,
  );

function indexOfSecond(users: readonly UserScopes[]): number {
  const seen = new Set<string>();
  return users.findIndex(({ subject }) => seen.size === seen.add(subject).size);
}

function decide({ users, ifNone, setters }: SetUsers, state: UserTable): Decision<UserScopesEvent, SetUsersRejection> {
  if (ifNone && state !== undefined) return accept();
  const index = indexOfSecond(users);
  if (index !== -1) return reject({ code: 'USER_TWICE', index });
  const before = state ?? new Map<string, UserScopes>();
  const maySet = ({ roles }: UserScopes): boolean => setters.some((setter) => new Set(roles).has(setter));
  if ([...before.values()].some(maySet) && !users.some(maySet)) return reject({ code: 'LAST_ADMINISTRATOR' });
  return accept(...changesTo(before, users));
}

function changesTo(before: ReadonlyMap<string, UserScopes>, users: readonly UserScopes[]): UserScopesEvent[] {
  const set = users.filter((user) => {
    const known = before.get(user.subject);
    return known === undefined || differencesOf(known, user).length > 0;
  });
  const wanted = new Set(users.map(({ subject }) => subject));
  const subjects = [...before.keys()].filter((subject) => !wanted.has(subject));
  return [
    ...(set.length === 0 ? [] : [{ type: 'UserScopesSet', users: set } as const]),
    ...(subjects.length === 0 ? [] : [{ type: 'UserScopesRemoved', subjects } as const]),
  ];
}

function evolve(state: UserTable, event: UserScopesEvent): UserTable {
  const table = new Map(state);
  switch (event.type) {
    case 'UserScopesSet':
      for (const user of event.users) table.set(user.subject, user);
      return table;
    case 'UserScopesRemoved':
      for (const subject of event.subjects) table.delete(subject);
      return table;
    default:
      return unreachable(event);
  }
}

/** Who may do what, and where, for tokens that do not say so: the table of a trust. */
export const userScopesDecider: Decider<SetUsers, UserScopesEvent, UserTable, SetUsersRejection> = {
  initialState: undefined,
  decide,
  evolve,
};
