import { replay } from '@flow/platform/decider/decider';
import { userScopesDecider, type SetUsers, type UserScopes, type UserScopesEvent } from './user-scopes';

const user = (subject: string, role: string, over: Partial<UserScopes> = {}): UserScopes => ({
  ...{ subject, roles: [role], sites: 'all', wards: 'all', specialties: 'all' },
  ...over,
});
const ada = user('ada', 'administrator');
const bea = user('bea', 'bed-manager');
const wes = user('wes', 'ward-clerk', { wards: ['W1'] });
const wesElsewhere = user('wes', 'ward-clerk', { wards: ['W2'] });

const set = (...users: readonly UserScopes[]): UserScopesEvent => ({ type: 'UserScopesSet', users });
const removed = (...subjects: readonly string[]): UserScopesEvent => ({ type: 'UserScopesRemoved', subjects });
const states = {
  'never set': [],
  'of an administrator and a clerk': [set(ada, wes)],
  'without an administrator': [set(bea)],
  emptied: [set(bea), removed('bea')],
} satisfies Record<string, readonly UserScopesEvent[]>;

const to = (users: readonly UserScopes[], ifNone = false): SetUsers => ({
  ...{ type: 'SetUsers', users, ifNone },
  setters: ['administrator'],
});
const commands = {
  'the same two': to([ada, wes]),
  'the clerk elsewhere, and one more': to([ada, wesElsewhere, bea]),
  'the administrator alone': to([ada]),
  'the bed manager alone': to([bea]),
  'somebody twice': to([ada, wes, wesElsewhere]),
  'the same two, where there is none': to([ada, wes], true),
} satisfies Record<string, SetUsers>;

/** Who is set (+) and removed (-) by each command in each state; nothing, where it is so already; or why not. */
const TABLE: Record<keyof typeof states, Record<keyof typeof commands, string>> = {
  'never set': {
    'the same two': '+ada +wes',
    'the clerk elsewhere, and one more': '+ada +wes +bea',
    'the administrator alone': '+ada',
    'the bed manager alone': '+bea',
    'somebody twice': 'USER_TWICE 2',
    'the same two, where there is none': '+ada +wes',
  },
  'of an administrator and a clerk': {
    'the same two': '',
    'the clerk elsewhere, and one more': '+wes +bea',
    'the administrator alone': '-wes',
    'the bed manager alone': 'LAST_ADMINISTRATOR',
    'somebody twice': 'USER_TWICE 2',
    'the same two, where there is none': '',
  },
  'without an administrator': {
    'the same two': '+ada +wes -bea',
    'the clerk elsewhere, and one more': '+ada +wes',
    'the administrator alone': '+ada -bea',
    'the bed manager alone': '',
    'somebody twice': 'USER_TWICE 2',
    'the same two, where there is none': '',
  },
  emptied: {
    'the same two': '+ada +wes',
    'the clerk elsewhere, and one more': '+ada +wes +bea',
    'the administrator alone': '+ada',
    'the bed manager alone': '+bea',
    'somebody twice': 'USER_TWICE 2',
    'the same two, where there is none': '',
  },
};

const keysOf = <Key extends string>(record: Record<Key, unknown>): Key[] => Object.keys(record) as Key[];
const told = (event: UserScopesEvent): string[] =>
  event.type === 'UserScopesSet'
    ? event.users.map(({ subject }) => `+${subject}`)
    : event.subjects.map((subject) => `-${subject}`);

describe.each(keysOf(states))('a table that was %s', (state) => {
  it.each(keysOf(commands))('set to %s', (command) => {
    const given: readonly UserScopesEvent[] = states[state];
    const before = replay(userScopesDecider, given);
    const decision = userScopesDecider.decide(commands[command], before);
    const came = decision.accepted
      ? decision.events.flatMap(told).join(' ')
      : Object.values(decision.rejection).join(' ');
    expect(came).toBe(TABLE[state][command]);
    if (!decision.accepted) return;
    const again = userScopesDecider.decide(
      commands[command],
      replay(userScopesDecider, [...given, ...decision.events]),
    );
    expect(again).toStrictEqual({ accepted: true, events: [] });
  });
});
