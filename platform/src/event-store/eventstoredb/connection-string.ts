/** What an option may be. A number of milliseconds is a whole one; a file or a name is anything. */
type Kind = 'text' | 'flag' | 'number' | 'keep-alive' | 'preference' | 'always-true';

const OPTIONS: Readonly<Record<string, Kind>> = {
  tls: 'flag',
  tlsCAFile: 'text',
  tlsVerifyCert: 'always-true',
  userCertFile: 'text',
  userKeyFile: 'text',
  nodePreference: 'preference',
  connectionName: 'text',
  defaultDeadline: 'number',
  discoveryInterval: 'number',
  gossipTimeout: 'number',
  maxDiscoverAttempts: 'number',
  keepAliveInterval: 'keep-alive',
  keepAliveTimeout: 'number',
  throwOnAppendFailure: 'flag',
};

/** Below it the client complains each time that it connects. */
const LEAST_KEEP_ALIVE_MS = 10_000;

const RULES: Readonly<Record<Kind, readonly [isRight: (value: string) => boolean, rule: string]>> = {
  text: [(value) => isDecodable(value), 'must be percent-encoded'],
  flag: [(value) => /^(true|false)$/.test(value), 'must be true or false'],
  number: [(value) => /^\d{1,9}$/.test(value), 'must be a whole number'],
  'keep-alive': [
    (value) => value === '-1' || (/^\d{1,9}$/.test(value) && Number(value) >= LEAST_KEEP_ALIVE_MS),
    `must be at least ${LEAST_KEEP_ALIVE_MS} (milliseconds), or -1 for never`,
  ],
  preference: [
    (value) => /^(leader|follower|readonlyreplica|random)$/.test(flat(value)),
    'must be leader, follower, random or read_only_replica',
  ],
  'always-true': [
    (value) => value === 'true',
    'cannot be switched off: name the authority of the certificate with tlsCAFile',
  ],
};

/** The client takes `tls_ca_file` for `tlsCAFile`. */
const flat = (text: string): string => text.trim().toLowerCase().replaceAll(/[_-]/g, '');

const KINDS: ReadonlyMap<string, readonly [name: string, kind: Kind]> = new Map(
  Object.entries(OPTIONS).map(([name, kind]) => [flat(name), [name, kind]]),
);

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** A word may be shown; anything else may be a part of a password that was not encoded. */
const shown = (key: string): string => (/^[A-Za-z][\w-]{0,39}$/.test(key) ? `the option ${key}` : 'an option');

function optionFault(option: string): string | undefined {
  const [key = '', value, ...rest] = option.split('=');
  const known = KINDS.get(flat(key));
  if (!known) return `has ${shown(key)}, which is none: there are ${Object.keys(OPTIONS).join(', ')}`;
  const [name, kind] = known;
  const [isRight, rule] = RULES[kind];
  if (value === undefined || value.trim() === '' || rest.length > 0) return `must give the option ${name} one value`;
  return isRight(value.trim()) ? undefined : `has the option ${name}, which ${rule}`;
}

function credentialsFault(credentials: string): string | undefined {
  const [, password = '', ...rest] = credentials.split(':');
  if (rest.length > 0) return 'has a user or a password with a colon: write it as %3A';
  return isDecodable(credentials) && password.trim() !== ''
    ? undefined
    : 'has a user or a password that is not percent-encoded: write % as %25';
}

const HOST = /^[\w.-]+(:\d{1,5})?$/;

function hostsFault(hosts: string): string | undefined {
  if (hosts.includes('@')) return 'has a user or a password with an @, which has to be written as %40, or no password';
  return hosts.split(',').every((host) => HOST.test(host.trim()))
    ? undefined
    : 'must name its server as host:port, several with commas between; in a password, / ? and # are written in percent-encoding';
}

/** The scheme that the client knows, for those that newer ones write too. */
export const asClientReads = (text: string): string => text.trim().replace(/^(?:kurrentdb|kdb)(?=[+:])/, 'esdb');

/**
 * What is wrong with the connection string of an event store, to stand after the name of its setting; undefined where nothing
 * is. It names options and never a value: the client itself would print all of it, password and all, each time that it connects.
 */
export function connectionStringFault(text: string): string | undefined {
  const scheme = /^esdb(?:\+discover)?:\/\//.exec(asClientReads(text));
  if (!scheme) return 'must be a connection string such as esdb://host:2113?tls=true';
  const after = asClientReads(text).slice(scheme[0].length).replace(/\/+$/, '');
  // As the client finds them: a password may hold a slash or a question mark.
  const credentials = /^([^:]+:[^@]+)@/.exec(after)?.[1];
  const rest = credentials === undefined ? after : after.slice(credentials.length + 1);
  const at = rest.indexOf('?');
  const hosts = (at < 0 ? rest : rest.slice(0, at)).replace(/\/+$/, '');
  const options = at < 0 ? [] : rest.slice(at + 1).split('&');
  return (
    (credentials === undefined ? undefined : credentialsFault(credentials)) ??
    hostsFault(hosts) ??
    options.map(optionFault).find((fault) => fault !== undefined)
  );
}
