import { z } from 'zod';
import { flag, host, logLevel, milliseconds, nodeEnv, port } from './fields';
import { loadConfig } from './load-config';

const schema = z
  .object({
    NODE_ENV: nodeEnv(),
    HOST: host(),
    PORT: port(4000),
    LOG_LEVEL: logLevel(),
    INTROSPECTION: flag(true),
    GRACE_MS: milliseconds(10_000, { to: 10_000 }),
    STORE_URL: z.url({ protocol: /^mongodb$/ }).optional(),
    SECRET: z.string().min(8, 'must have at least 8 characters'),
  })
  .superRefine((env, context) => {
    if (env.NODE_ENV !== 'production' || env.STORE_URL !== undefined) return;
    context.addIssue({ code: 'custom', path: ['STORE_URL'], message: 'must be set in production' });
  })
  .transform(({ PORT, INTROSPECTION, GRACE_MS, HOST }) => ({
    port: PORT,
    host: HOST,
    introspection: INTROSPECTION,
    graceMs: GRACE_MS,
  }));

it('gives what the schema makes of the environment, frozen', () => {
  const config = loadConfig(schema, { SECRET: 'long-enough', PORT: '0', INTROSPECTION: 'false', HOST: ' ' });
  expect(config).toStrictEqual({ port: 0, host: '127.0.0.1', introspection: false, graceMs: 10_000 });
  expect(Object.isFrozen(config)).toBe(true);
});

it('reports every fault at once, by name', () => {
  const env = {
    PORT: '1e3',
    INTROSPECTION: 'yes',
    GRACE_MS: '10001',
    LOG_LEVEL: 'loud',
    HOST: 'example.org',
    SECRET: '',
  };
  expect(() => loadConfig(schema, env)).toThrow(
    [
      'Bad configuration:',
      '  HOST: must be an IP address or localhost',
      '  PORT: must be a whole number from 0 to 65535',
      '  LOG_LEVEL: Invalid option: expected one of "debug"|"info"|"warn"|"error"|"silent"',
      '  INTROSPECTION: Invalid option: expected one of "true"|"false"',
      '  GRACE_MS: must be at most 10000',
      '  SECRET: is not set',
    ].join('\n'),
  );
});

it('reports the faults of others that read the same environment, each once', () => {
  const other = z.object({ PORT: port(1), TRUST: z.string().max(3, 'must be short') });
  expect(() => loadConfig(z.object({ PORT: port(4000) }), { PORT: 'x', TRUST: 'long' }, [other])).toThrow(
    /^Bad configuration:\n {2}PORT: [^\n]*\n {2}TRUST: must be short$/,
  );
});

it('says what a rule over several names says', () =>
  expect(() => loadConfig(schema, { NODE_ENV: 'production', SECRET: 'long-enough' })).toThrow(
    'Bad configuration:\n  STORE_URL: must be set in production',
  ));

it('never repeats a value', () =>
  expect(() => loadConfig(schema, { STORE_URL: 'postgres://u:s3cret@h/db', SECRET: 's3cret' })).toThrow(
    /^(?![^]*s3cret)[^]*STORE_URL[^]*SECRET/,
  ));
