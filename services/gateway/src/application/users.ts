import { ROLES, type Role } from '@flow/platform/security/identity';
import {
  differencesOf,
  userScopesDecider,
  type UserScopes,
  type UserScopesEvent,
  type UserTable,
} from '../domain/user-scopes';
import type { User } from './sign-in';

/** The hospital's own table of users, as it stands at this moment. */
export interface Users {
  find(subject: string): User | undefined;
  all(): readonly User[];
  /** Called with those who are otherwise, new or gone. The function given back ends it. */
  onChange(listener: (subjects: ReadonlySet<string>) => void): () => void;
}

export interface FoldedUsers extends Users {
  /** An event of the table, in order. One that is known already changes nothing. */
  heard(revision: number, event: UserScopesEvent): void;
  /** The table as its stream has it; an older one than is known changes nothing. */
  stands(table: UserTable, revision: number): void;
  close(): void;
}

/** There is no table. */
export const NO_USERS: Users = { find: () => undefined, all: () => [], onChange: () => () => undefined };

const known: ReadonlyMap<string, Role> = new Map(ROLES.map((role) => [role, role]));

/** A role that this version does not know lets nobody do anything. */
const userOf = ({ subject, roles, sites, wards, specialties }: UserScopes): User => ({
  subject,
  roles: roles.flatMap((role) => known.get(role) ?? []),
  scope: { sites, wards, specialties },
});

function otherwise(was: UserTable, is: UserTable): ReadonlySet<string> {
  const subjects = [...(was?.keys() ?? []), ...(is?.keys() ?? [])];
  return new Set(
    subjects.filter((subject) => {
      const [before, after] = [was?.get(subject), is?.get(subject)];
      return before === undefined || after === undefined || differencesOf(before, after).length > 0;
    }),
  );
}

/** Kept in memory by every instance, from the same events. */
export function createUsers(): FoldedUsers {
  const listeners = new Set<(subjects: ReadonlySet<string>) => void>();
  let at: { readonly table: UserTable; readonly revision: number } = { table: undefined, revision: -1 };

  function stands(table: UserTable, revision: number): void {
    if (revision <= at.revision) return;
    const subjects = otherwise(at.table, table);
    at = { table, revision };
    if (subjects.size > 0) for (const listener of listeners) listener(subjects);
  }
  return {
    find(subject) {
      const user = at.table?.get(subject);
      return user && userOf(user);
    },
    all: () => [...(at.table?.values() ?? [])].map(userOf),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    heard: (revision, event) => {
      if (revision > at.revision) stands(userScopesDecider.evolve(at.table, event), revision);
    },
    stands,
    close: () => listeners.clear(),
  };
}
