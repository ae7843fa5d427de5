/** What may stand in a log line beside its sentence: ids, codes and counts, never a name, an NHS number or free text. */
export interface LogFields {
  readonly service?: string | undefined;
  readonly instance?: string | undefined;
  /** A part of a service that runs by itself: a projection, publisher, consumer, timer, lease. */
  readonly part?: string | undefined;
  readonly partner?: string | undefined;
  /** The category of a stream, or its whole name, which never holds anything of a patient. */
  readonly category?: string | undefined;
  readonly stream?: string | undefined;
  readonly topic?: string | undefined;
  readonly group?: string | undefined;
  /** The type of an event or the trigger of an HL7 message: `bed-allocated.v1`, `A28`. */
  readonly event?: string | undefined;
  readonly command?: string | undefined;
  /** The name of a GraphQL operation or of a route, never the text or the URL. */
  readonly operation?: string | undefined;
  readonly outcome?: string | undefined;
  readonly code?: string | undefined;
  readonly status?: number | undefined;
  readonly role?: string | undefined;
  readonly subgraph?: string | undefined;
  readonly messageId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  readonly commandId?: string | undefined;
  readonly trace?: string | undefined;
  readonly position?: string | undefined;
  /** An instant. */
  readonly since?: string | undefined;
  readonly revision?: number | undefined;
  readonly version?: string | undefined;
  readonly count?: number | undefined;
  readonly total?: number | undefined;
  readonly attempt?: number | undefined;
  readonly ms?: number | undefined;
  readonly bytes?: number | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly signal?: string | undefined;
  readonly folder?: string | undefined;
  /** Written as name, code and stack frames; its message only where it is an OperatorError. */
  readonly error?: unknown;
}

type PlainField = Exclude<keyof LogFields, 'error'>;

/** A new field does not compile until it has been named here too, with the kind of value that it takes. */
const KINDS: Readonly<Record<PlainField, 'word' | 'number'>> = {
  service: 'word',
  instance: 'word',
  part: 'word',
  partner: 'word',
  category: 'word',
  stream: 'word',
  topic: 'word',
  group: 'word',
  event: 'word',
  command: 'word',
  operation: 'word',
  outcome: 'word',
  code: 'word',
  status: 'number',
  role: 'word',
  subgraph: 'word',
  messageId: 'word',
  correlationId: 'word',
  causationId: 'word',
  commandId: 'word',
  trace: 'word',
  position: 'word',
  since: 'word',
  revision: 'number',
  version: 'word',
  count: 'number',
  total: 'number',
  attempt: 'number',
  ms: 'number',
  bytes: 'number',
  host: 'word',
  port: 'number',
  signal: 'word',
  folder: 'word',
};

/** One word of the kind that ids and codes are made of. */
const WORD = /^[\w.:/@|+#-]{1,256}$/;
/** Ten digits, however grouped: what an NHS number looks like. */
const LIKE_AN_NHS_NUMBER = /^\d{3}[-.]?\d{3}[-.]?\d{4}$/;

function fits(kind: 'word' | 'number', value: unknown): value is string | number {
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value);
  return typeof value === 'string' && WORD.test(value) && !LIKE_AN_NHS_NUMBER.test(value);
}

const isPlainField = (name: string): name is PlainField => Object.hasOwn(KINDS, name);

/** The fields that may be written. Whatever is not listed, or is of another kind than its name says, is dropped. */
export function writableFields(fields: object): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fields) as [string, unknown][]) {
    if (isPlainField(name) && fits(KINDS[name], value)) kept[name] = value;
  }
  return kept;
}
