import 'reflect-metadata';
import { commandContextOf } from '@flow/platform/graphql/command-context';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { refuseUnless } from '@flow/platform/graphql/guard';
import type { Clock } from '@flow/platform/time/clock';
import { may, RIGHTS } from '@flow/schema/rights';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  setUsers,
  tryUsers,
  type SetUsersDeps,
  type SetUsersRefusal,
  type UserDifference,
} from '../../application/set-users';
import { readUsers } from './read-users';
import { SetUsersInput, SetUsersResult, UserDifferenceShown, UsersRefused, UsersSet } from './users-types';

export interface UsersResolverDeps extends SetUsersDeps {
  readonly clock: Clock;
}

const SHOWN = 20;
const MOST_USERS = 5_000;

const SENTENCES: Readonly<Record<SetUsersRefusal['code'], string>> = {
  USER_TWICE: 'This user is in the table twice.',
  LAST_ADMINISTRATOR: 'Somebody has to be left who is an administrator.',
  IDEMPOTENCY_KEY_REUSED: 'This idempotencyKey was used for something else.',
  CONTENDED: 'Others are changing the same at this moment. Ask again.',
  EXPIRED: 'This came too late to be done. Ask again.',
};

const refused = (code: string, message: string, index: number | null = null): UsersRefused =>
  Object.assign(new UsersRefused(), { code, message, index });

const refusal = (why: SetUsersRefusal): UsersRefused =>
  refused(why.code, SENTENCES[why.code], 'index' in why ? why.index : null);

function shown(differences: readonly UserDifference[]): UsersSet {
  const of = (what: UserDifference['change']): number => differences.filter(({ change }) => change === what).length;
  return Object.assign(new UsersSet(), {
    ...{ added: of('added'), changed: of('changed'), removed: of('removed') },
    differences: differences.slice(0, SHOWN).map((one) => Object.assign(new UserDifferenceShown(), one)),
  });
}

/** Who may do what, and where, for tokens that do not say so. */
@Resolver()
export class UsersResolver {
  constructor(private readonly deps: UsersResolverDeps) {}

  @Mutation(() => SetUsersResult, {
    nullable: true,
    description: 'Sets roles and scopes of users whose tokens do not say them. In force at once, on open sockets too.',
  })
  async setUsers(
    @Ctx() context: GraphContext,
    @Arg('input', () => SetUsersInput) input: SetUsersInput,
  ): Promise<UsersSet | UsersRefused> {
    refuseUnless(may(context.identity.roles, 'gateway.set-users'));
    const { idempotencyKey, ifNone, dryRun } = input;
    if (input.users.length > MOST_USERS) return refused('TOO_MANY_USERS', 'A table has at most 5,000 users.');
    const read = readUsers(input.users);
    if ('index' in read) return refused('USER_AT_FAULT', `The ${read.field} of this user cannot be.`, read.index);
    const command = {
      type: 'SetUsers',
      users: read.users,
      ifNone,
      setters: RIGHTS['gateway.set-users'].roles,
    } as const;
    const { clock } = this.deps;
    const answer = dryRun
      ? await tryUsers(this.deps, command)
      : await setUsers(
          this.deps,
          command,
          commandContextOf({ context, mutation: 'setUsers', idempotencyKey, input, clock }),
        );
    return answer.outcome === 'refused' ? refusal(answer.refusal) : shown(answer.differences);
  }
}
