import { z } from 'zod';
import type { PartnerConfig, PlaceRow } from '../../domain/partner/partner-config';

const component = z.int().min(1).max(20);
const code = z.string().min(1);
const names = (...usual: string[]) => z.array(code).default(usual);

const listen = z.strictObject({
  host: code.default('127.0.0.1'),
  port: z.int().min(0).max(65_535),
});

const peer = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error:
    'must be an address (10.20.0.7, 2001:db8::1) or a range (10.20.0.0/16, 2001:db8::/32), not the name of a machine',
});

const tls = z.strictObject({ key: code, cert: code, ca: code.optional() });

/** Base64 and metadata of one frame must fit into one append of 1 MiB. */
const MAX_FRAME_BYTES = 640 * 1024;

const limits = z.strictObject({
  frameBytes: z
    .int()
    .min(1024)
    .max(MAX_FRAME_BYTES)
    .default(512 * 1024),
  halfFrameMs: z.int().min(10).default(30_000),
  idleMs: z.int().min(0).default(0),
  maxConnections: z.int().min(1).max(1000).default(16),
  messagesPerSecond: z.int().min(1).max(100_000).default(2000),
});

const charset = z.enum([
  'utf-8',
  'windows-1252',
  'windows-1254',
  'iso-8859-2',
  'iso-8859-3',
  'iso-8859-4',
  'iso-8859-5',
  'iso-8859-6',
  'iso-8859-7',
  'iso-8859-8',
  'iso-8859-15',
]);

const negativeReply = z.enum(['retry', 'park']);

const hospitalNumber = z.strictObject({ authority: code, toldAs: names(), types: names() });

const nhsNumber = z.strictObject({
  authorities: names('NHS'),
  types: names('NH', 'NI', 'NHS'),
  fields: z.array(z.enum(['PID-3', 'PID-2', 'PID-19'])).default(['PID-3', 'PID-2', 'PID-19']),
});

const clockCorrections = z
  .array(z.strictObject({ from: z.iso.datetime({ precision: 3 }), ms: z.int() }))
  .refine((all) => all.every((one, index) => index === 0 || (all[index - 1]?.from ?? '') < one.from), {
    message: 'must be in the order of `from`, each once',
  });

/** Where a partner's codes lead. */
export const placeSchema = z.strictObject({
  ward: code,
  bay: code.optional(),
  bed: code.optional(),
  facility: code.optional(),
  wardId: code,
  bayId: code.optional(),
  bedId: code.optional(),
});

const location = z.strictObject({
  components: z
    .strictObject({
      ward: component,
      bay: component.optional(),
      bed: component.optional(),
      facility: component.optional(),
    })
    .default({ ward: 1, bay: 2, bed: 3, facility: 4 }),
  places: z.array(placeSchema).default([]),
  /** A CSV beside the partner's file, columns ward,bay,bed,facility,wardId,bayId,bedId: read with it, after `places`. */
  placesFile: code.optional(),
});

const off = z.boolean().default(false);

/** A partner's file. Every key that is not known here is a fault: a switch misspelt must not be a switch not thrown. */
export const partnerSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9]{0,31}$/, 'must be 1 to 32 lower-case letters and digits'),
  listen,
  peers: z.array(peer).optional(),
  tls: tls.optional(),
  limits: limits.prefault({}),
  defaultCharset: charset.default('windows-1252'),
  ackMode: z.enum(['mirror', 'always-AA', 'always-CA']).default('mirror'),
  ackMeaning: z.strictObject({ AE: negativeReply.default('park'), AR: negativeReply.default('park') }).prefault({}),
  junkReply: z.enum(['nothing', 'AR']).default('nothing'),
  unknownEvent: z.enum(['accept-and-ignore', 'AR']).default('accept-and-ignore'),
  hospitalNumber,
  nhsNumber: nhsNumber.prefault({}),
  ignoreOffsets: off,
  clockCorrections: clockCorrections.default([]),
  mergeEvents: z.strictObject({ A34: off, A35: off, A44: off, A45: off }).prefault({}),
  events: z.record(z.string().regex(/^[A-Z][A-Z0-9]{2}$/), z.enum(['apply', 'ignore', 'hold'])).default({}),
  outpatientBookings: z.enum(['hold', 'ignore']).default('hold'),
  completesBoards: z.boolean().default(true),
  location: location.prefault({}),
});

type Parsed = z.output<typeof partnerSchema>;

/** The validated file as the domain's type, the rows of its location map after its own. What was left out is absent. */
export function partnerConfigOf(parsed: Parsed, version: string, rows: readonly PlaceRow[]): PartnerConfig {
  const { components, places } = parsed.location;
  return compact({ ...parsed, version, location: { components, places: [...places, ...rows] } });
}

type Compacted<T> = T extends readonly (infer Item)[]
  ? readonly Compacted<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Compacted<Exclude<T[Key], undefined>> }
    : T;

/** Drops keys whose value is undefined, at every depth, by way of JSON: the file was JSON. */
const compact = <T extends object>(value: T): Compacted<T> => JSON.parse(JSON.stringify(value)) as Compacted<T>;
