import { z } from 'zod';
import { loadConfig, type Environment } from '../config/load-config';
import { engineAddresses, engineFaults, engineSettings } from './engine-addresses';

const schema = z
  .object(engineSettings)
  .superRefine((told, context) => {
    engineFaults(told, (path, message) => context.addIssue({ code: 'custom', path: [path], message }));
  })
  .transform(engineAddresses);
const read = (env: Environment) => loadConfig(schema, env);

const ALL = {
  KURRENTDB_URL: 'esdb://store:2113?tls=true',
  KAFKA_BROKERS: 'k1:9092, k2:9092',
  MONGODB_URL: 'mongodb://documents:27017/flow',
  SITE_KEY_FILE: '/run/secrets/site-key',
};

it('names no real engine where none is set', () =>
  expect(engineAddresses(z.object(engineSettings).parse({}))).toBeUndefined());

it('takes addresses as they are, and by file where they hold a secret', () => {
  expect(read(ALL)).toStrictEqual({
    eventStore: { text: ALL.KURRENTDB_URL },
    inbox: { text: ALL.KURRENTDB_URL },
    kafka: { brokers: ['k1:9092', 'k2:9092'], tls: false },
    mongodb: { text: ALL.MONGODB_URL },
    siteKeyFile: '/run/secrets/site-key',
  });
  const others = { ...ALL, KURRENTDB_URL: '' };
  const byFile = {
    KURRENTDB_URL_FILE: '/f',
    INBOX_STORE_URL: 'esdb://inbox:2113',
    KAFKA_USER: 'u',
    KAFKA_PASSWORD_FILE: '/p',
  };
  expect(read({ ...others, ...byFile, KAFKA_COPIES: '1', KAFKA_TLS: 'true' })).toMatchObject({
    eventStore: { file: '/f' },
    inbox: { text: 'esdb://inbox:2113' },
    kafka: { tls: true, user: 'u', passwordFile: '/p', copies: 1 },
  });
});

it.each([
  [{ MONGODB_URL: '' }, 'MONGODB_URL: must be set where other real engines are: all of them, or none'],
  [
    { KURRENTDB_URL: 'http://store:2113' },
    'KURRENTDB_URL: must be a connection string such as esdb://host:2113?tls=true',
  ],
  [
    { KURRENTDB_URL: 'esdb://store:2113?tls=perhaps' },
    'KURRENTDB_URL: has the option tls, which must be true or false',
  ],
  [{ INBOX_STORE_URL: 'esdb://store:2113?tlss=true' }, 'INBOX_STORE_URL: has the option tlss, which is none'],
  [{ KURRENTDB_URL: 'esdb://admin:changeit@store:2113' }, 'KURRENTDB_URL: holds a password'],
  [{ MONGODB_URL: 'mongodb://u:p@documents:27017' }, 'MONGODB_URL: holds a password'],
  [{ MONGODB_URL_FILE: '/f' }, 'MONGODB_URL_FILE: cannot be set with MONGODB_URL'],
  [{ KAFKA_BROKERS: 'k1' }, 'KAFKA_BROKERS: must name brokers as host:port, with commas between'],
  [{ KAFKA_USER: 'u' }, 'KAFKA_PASSWORD_FILE: must be set with the other of the two'],
])('refuses %j', (more, fault) => {
  expect(() => read({ ...ALL, ...more })).toThrow(fault);
});

it('says everything that is missing at once, and no value', () => {
  const told = () => read({ KURRENTDB_URL: 'esdb://admin:changeit@store:2113' });
  expect(told).toThrow('holds a password');
  expect(told).not.toThrow('changeit');
  const alone = () => read({ KURRENTDB_URL: ALL.KURRENTDB_URL });
  for (const name of ['KAFKA_BROKERS', 'MONGODB_URL', 'SITE_KEY_FILE']) expect(alone).toThrow(`${name}: must be set`);
});
