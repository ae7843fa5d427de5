import type { CommandContext, Handled } from '@flow/platform/decider/handler';
import {
  differencesOf,
  userScopesDecider,
  type SetUsers,
  type SetUsersRejection,
  type UserScopesEvent,
  type UserTable,
} from '../domain/user-scopes';
import type { FoldedUsers } from './users';

/** The stream of the trust's table. */
export interface StoredUsers {
  handle(command: SetUsers, context: CommandContext): Promise<Handled<UserScopesEvent, SetUsersRejection>>;
  /** As its last event left it. */
  load(): Promise<{ readonly state: UserTable; readonly revision: number }>;
  /** As the event of this revision left it. */
  asOf(revision: number): Promise<UserTable>;
}

export interface SetUsersDeps {
  readonly stored: StoredUsers;
  readonly users: Pick<FoldedUsers, 'stands'>;
}

export interface UserDifference {
  readonly subject: string;
  readonly change: 'added' | 'changed' | 'removed';
  readonly fields: readonly { readonly field: string; readonly was: string; readonly is: string }[];
}

export type SetUsersRefusal = SetUsersRejection | { readonly code: 'IDEMPOTENCY_KEY_REUSED' | 'CONTENDED' | 'EXPIRED' };

export type UsersSet =
  | { readonly outcome: 'set'; readonly differences: readonly UserDifference[] }
  | { readonly outcome: 'refused'; readonly refusal: SetUsersRefusal };

const refused = (refusal: SetUsersRefusal): UsersSet => ({ outcome: 'refused', refusal });

function differences(before: UserTable, events: readonly UserScopesEvent[]): UserDifference[] {
  return events.flatMap((event): UserDifference[] => {
    if (event.type === 'UserScopesRemoved')
      return event.subjects.map((subject) => ({ subject, change: 'removed', fields: [] }));
    return event.users.map((user) => {
      const { subject } = user;
      const was = before?.get(subject);
      if (was === undefined) return { subject, change: 'added', fields: [] };
      return { subject, change: 'changed', fields: differencesOf(was, user) };
    });
  });
}

/** What would be otherwise, or why it would be refused. */
export async function tryUsers({ stored }: Pick<SetUsersDeps, 'stored'>, command: SetUsers): Promise<UsersSet> {
  const { state } = await stored.load();
  const decision = userScopesDecider.decide(command, state);
  if (!decision.accepted) return refused(decision.rejection);
  return { outcome: 'set', differences: differences(state, decision.events) };
}

/** Puts another table in the place of the one that there is. In force in this instance when it resolves, a moment later in the others. */
export async function setUsers(
  { stored, users }: SetUsersDeps,
  command: SetUsers,
  context: CommandContext,
): Promise<UsersSet> {
  const handled = await stored.handle(command, context);
  switch (handled.outcome) {
    case 'done': {
      const { events, revision } = handled;
      const now = await stored.load();
      users.stands(now.state, now.revision);
      return { outcome: 'set', differences: differences(await stored.asOf(revision - events.length), events) };
    }
    case 'rejected':
      return refused(handled.rejection);
    case 'key-reused':
      return refused({ code: 'IDEMPOTENCY_KEY_REUSED' });
    case 'contended':
      return refused({ code: 'CONTENDED' });
    case 'expired':
      return refused({ code: 'EXPIRED' });
  }
}
