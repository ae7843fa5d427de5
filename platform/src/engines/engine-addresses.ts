import { z } from 'zod';
import { flag, wholeNumber } from '../config/fields';
import { connectionStringFault } from '../event-store/eventstoredb/connection-string';

/** What names a server, as text, or a file that holds it where it holds a secret. */
export type ByReference = { readonly text: string } | { readonly file: string };

/** Where real engines are. Whatever holds a secret is in a file of its own. */
export interface EngineAddresses {
  readonly eventStore: ByReference;
  /** The raw inbox and its ledger; the same server unless another is named. */
  readonly inbox: ByReference;
  readonly kafka: {
    readonly brokers: readonly string[];
    readonly tls: boolean;
    readonly user?: string;
    readonly passwordFile?: string;
    readonly copies?: number;
  };
  readonly mongodb: ByReference;
  readonly siteKeyFile: string;
}

const HOLDS_PASSWORD = /^[^/]*:\/\/[^/@]*:[^/@]*@/;
const withoutPassword = z.string().refine((text) => !HOLDS_PASSWORD.test(text), {
  error: 'holds a password: put all of it into a file, and name that instead',
  abort: true,
});

const eventStore = () =>
  withoutPassword
    .superRefine((text, context) => {
      const fault = connectionStringFault(text);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    })
    .optional();

const MONGODB = /^mongodb(\+srv)?:\/\/./;
const mongodb = () =>
  withoutPassword.regex(MONGODB, 'must be a connection string such as mongodb://host:27017/patient-flow').optional();

const BROKER = /^[^\s:,/@]+:\d{1,5}$/;

const brokers = z
  .string()
  .transform((text) => text.split(',').map((broker) => broker.trim()))
  .refine((all) => all.every((broker) => BROKER.test(broker)), 'must name brokers as host:port, with commas between')
  .optional();

/** The settings of real engines, for a schema of a process. */
export const engineSettings = {
  KURRENTDB_URL: eventStore(),
  KURRENTDB_URL_FILE: z.string().optional(),
  INBOX_STORE_URL: eventStore(),
  INBOX_STORE_URL_FILE: z.string().optional(),
  KAFKA_BROKERS: brokers,
  KAFKA_TLS: flag(false),
  KAFKA_USER: z.string().optional(),
  KAFKA_PASSWORD_FILE: z.string().optional(),
  /** How many brokers hold each message. */
  KAFKA_COPIES: wholeNumber(1, 9).optional(),
  MONGODB_URL: mongodb(),
  MONGODB_URL_FILE: z.string().optional(),
  SITE_KEY_FILE: z.string().optional(),
};

type Settings = z.output<z.ZodObject<typeof engineSettings>>;
type Fault = (setting: keyof Settings, message: string) => void;
/** Which of them are set, whatever they hold. */
type Present = Readonly<Partial<Record<keyof Settings, unknown>>>;

const reference = (text: string | undefined, file: string | undefined): ByReference | undefined =>
  file !== undefined ? { file } : text === undefined ? undefined : { text };

/** Tells every fault of settings that are each right by themselves. */
export function engineFaults(told: Present, fault: Fault): void {
  for (const name of ['KURRENTDB_URL', 'INBOX_STORE_URL', 'MONGODB_URL'] as const) {
    if (told[name] !== undefined && told[`${name}_FILE`] !== undefined)
      fault(`${name}_FILE`, `cannot be set with ${name}`);
  }
  if ((told.KAFKA_USER === undefined) !== (told.KAFKA_PASSWORD_FILE === undefined))
    fault(
      told.KAFKA_USER === undefined ? 'KAFKA_USER' : 'KAFKA_PASSWORD_FILE',
      'must be set with the other of the two',
    );
  const named = {
    KURRENTDB_URL: told.KURRENTDB_URL ?? told.KURRENTDB_URL_FILE,
    KAFKA_BROKERS: told.KAFKA_BROKERS,
    MONGODB_URL: told.MONGODB_URL ?? told.MONGODB_URL_FILE,
    SITE_KEY_FILE: told.SITE_KEY_FILE,
  };
  const missing = (Object.keys(named) as (keyof typeof named)[]).filter((name) => named[name] === undefined);
  if (missing.length === 0 || missing.length === Object.keys(named).length) return;
  for (const name of missing) fault(name, 'must be set where other real engines are: all of them, or none');
}

/** Where the real engines are; undefined where none is named. */
export function engineAddresses(told: Settings): EngineAddresses | undefined {
  const eventStore = reference(told.KURRENTDB_URL, told.KURRENTDB_URL_FILE);
  const mongodb = reference(told.MONGODB_URL, told.MONGODB_URL_FILE);
  const { KAFKA_BROKERS, KAFKA_TLS, KAFKA_USER, KAFKA_PASSWORD_FILE, KAFKA_COPIES, SITE_KEY_FILE } = told;
  if (!eventStore || !mongodb || !KAFKA_BROKERS || SITE_KEY_FILE === undefined) return undefined;
  return {
    eventStore,
    inbox: reference(told.INBOX_STORE_URL, told.INBOX_STORE_URL_FILE) ?? eventStore,
    kafka: {
      brokers: KAFKA_BROKERS,
      tls: KAFKA_TLS,
      ...(KAFKA_USER !== undefined && { user: KAFKA_USER }),
      ...(KAFKA_PASSWORD_FILE !== undefined && { passwordFile: KAFKA_PASSWORD_FILE }),
      ...(KAFKA_COPIES !== undefined && { copies: KAFKA_COPIES }),
    },
    mongodb,
    siteKeyFile: SITE_KEY_FILE,
  };
}
