import { engineSettings } from './engine-settings';

const ALL = { KURRENTDB_URL: 'e', KAFKA_BROKERS: 'k', MONGODB_URL_FILE: '/m', SITE_KEY_FILE: '/s' };
const faultsOf = (env: object): readonly unknown[] =>
  engineSettings.safeParse(env).error?.issues.map(({ path }) => path[0]) ?? [];

it('gives all real engines, or none', () => {
  const [eventStore, kafka, documents] = [{ value: 'e' }, { value: 'k' }, { file: '/m' }];
  expect(engineSettings.parse({})).toBeUndefined();
  expect(engineSettings.parse(ALL)).toStrictEqual({
    ...{ eventStore, inbox: eventStore, kafka, documents, siteKeyFile: '/s' },
  });
  expect(engineSettings.parse({ ...ALL, INBOX_STORE_URL: 'i' })).toMatchObject({ inbox: { value: 'i' } });
});

it.each<[string, object, readonly string[]]>([
  ['one alone', { KURRENTDB_URL: 'e' }, ['KAFKA_BROKERS', 'MONGODB_URL', 'SITE_KEY_FILE']],
  ['an inbox alone', { INBOX_STORE_URL: 'i' }, ['INBOX_STORE_URL']],
  ['a name given twice', { ...ALL, MONGODB_URL: 'm' }, ['MONGODB_URL']],
])('tells every fault of %s', (_, env, faults) => expect(faultsOf(env)).toStrictEqual(faults));
