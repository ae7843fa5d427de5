import { z } from 'zod';

/** How the engines of a site of several machines are reached. Each value is a secret, or the file that holds one. */
export interface EngineSettings {
  readonly eventStore: Named;
  /** The same server as `eventStore` unless told. */
  readonly inbox: Named;
  readonly kafka: Named;
  readonly documents: Named;
  /** The file of the site key: the secret of every HMAC. */
  readonly siteKeyFile: string;
}

/** A connection string, or the file to read it from. */
export type Named = { readonly value: string } | { readonly file: string };

const NEEDED = ['KURRENTDB_URL', 'KAFKA_BROKERS', 'MONGODB_URL'] as const;
type Name = (typeof NEEDED)[number] | 'INBOX_STORE_URL';

const text = z.string().optional();
const fields = {
  ...{ KURRENTDB_URL: text, KURRENTDB_URL_FILE: text, INBOX_STORE_URL: text, INBOX_STORE_URL_FILE: text },
  ...{ KAFKA_BROKERS: text, KAFKA_BROKERS_FILE: text, MONGODB_URL: text, MONGODB_URL_FILE: text },
  SITE_KEY_FILE: text,
};
type Read = z.infer<z.ZodObject<typeof fields>>;

function named(env: Read, name: Name): Named | undefined {
  const [value, file] = [env[name], env[`${name}_FILE`]];
  if (file !== undefined) return { file };
  return value === undefined ? undefined : { value };
}

/** The real engines, all three of them, or undefined where none is named: then the embedded ones are meant. */
export const engineSettings = z
  .object(fields)
  .superRefine((env, context) => {
    const fault = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    for (const name of [...NEEDED, 'INBOX_STORE_URL'] as const) {
      if (env[name] !== undefined && env[`${name}_FILE`] !== undefined) fault(name, `is set, and ${name}_FILE, too`);
    }
    const missing = NEEDED.filter((name) => named(env, name) === undefined);
    if (missing.length === NEEDED.length) {
      if (named(env, 'INBOX_STORE_URL')) fault('INBOX_STORE_URL', `needs ${NEEDED.join(', ')}, too`);
      return;
    }
    for (const name of missing) fault(name, `must be set: name all of ${NEEDED.join(', ')}, or none`);
    if (env.SITE_KEY_FILE === undefined) fault('SITE_KEY_FILE', 'must be set where the engines are not embedded');
  })
  .transform((env): EngineSettings | undefined => {
    const [eventStore, kafka, documents] = NEEDED.map((name) => named(env, name));
    const siteKeyFile = env.SITE_KEY_FILE;
    if (!eventStore || !kafka || !documents || siteKeyFile === undefined) return undefined;
    return { eventStore, inbox: named(env, 'INBOX_STORE_URL') ?? eventStore, kafka, documents, siteKeyFile };
  });
