import { unreachable } from '@flow/platform/decider/decider';
import type { EventCodec } from '@flow/platform/decider/event-codec';
import { z } from 'zod';
import { EDIT_REASONS, SKIP_REASONS } from '../../domain/ledger/deed';
import type { LedgerEvent } from '../../domain/ledger/ledger';
import type { Effect, SettledReason, Settlement } from '../../domain/ledger/settlement';
import { stepSchema } from './step-schema';
import { asJson, decodeStored, parseData } from './stored-event';
import { instantSchema, texts } from './values';

const entry = {
  messageId: z.string(),
  partner: z.string(),
  source: z.object({ stream: z.string(), revision: z.number() }).readonly(),
  receivedAt: instantSchema,
};

const reading = { ...entry, decoding: z.number(), configVersion: z.string(), deed: z.number().exactOptional() };

const deed = { ...entry, deed: z.number(), by: z.string(), askedAt: instantSchema };

const WARNINGS = [
  ...([
    'INVALID_UTF8',
    'TIME_IMPOSSIBLE',
    'TIME_NOT_READ',
    'TIME_IN_FUTURE',
    'TIME_NOT_TOLD',
    'TIME_AMBIGUOUS',
  ] as const),
  ...(['TIME_SKIPPED', 'NHS_NUMBER_INVALID', 'SEX_NOT_READ', 'CODE_NOT_READ', 'PLACE_UNMAPPED'] as const),
] as const;

const decoded = z.object({
  ...reading,
  event: z.string(),
  steps: z.array(stepSchema).readonly(),
  lanes: texts,
  order: z.string(),
  occurredAt: instantSchema,
  unmapped: z.array(z.object({ id: z.string(), codes: z.string(), text: z.string() }).readonly()).readonly(),
  warnings: z.array(z.enum(WARNINGS)).readonly(),
  clockCorrectionMs: z.number(),
});

const effect: z.ZodType<Effect> = z
  .object({
    index: z.number(),
    owner: z.enum(['patients', 'beds', 'ipm']),
    patientIds: texts,
    stayId: z.string().exactOptional(),
    tasks: texts,
    changed: z.boolean(),
  })
  .readonly();

const REASONS = [
  ...(['UNREADABLE', 'TOO_LARGE', 'NO_PATIENT_IDENTIFIER', 'TEMPLATE_PLACEHOLDER', 'NO_VISIT'] as const),
  ...(['NO_RETIRED_IDENTIFIER', 'MERGED_INTO_ITSELF', 'NO_SECOND_PATIENT', 'NO_BED_STATUS'] as const),
  ...(['PARTNER_UNKNOWN', 'PATIENT_UNKNOWN', 'BEHIND_QUARANTINED', 'SEVERAL_MESSAGES'] as const),
] as const;

export const reasonSchema: z.ZodType<SettledReason> = z.union([
  z.enum(REASONS),
  z.templateLiteral(['PATIENTS_', z.string()]),
  z.templateLiteral(['BEDS_', z.string()]),
]);

const RULES = ['ACKNOWLEDGEMENT', 'EVENT_SWITCHED_OFF', 'UNKNOWN_TYPE', 'UNKNOWN_EVENT', 'OUTPATIENT_BOOKING'] as const;

const settlement: z.ZodType<Settlement> = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('applied'), effects: z.array(effect).readonly() }).readonly(),
  z.object({ outcome: z.literal('ignored'), rule: z.enum(RULES) }).readonly(),
  z
    .object({
      outcome: z.literal('held'),
      heldFor: z.enum(['booking', 'referrals', 'reference-data', 'partner-switch']),
    })
    .readonly(),
  z.object({ outcome: z.literal('quarantined'), reason: reasonSchema, lanes: texts }).readonly(),
  z.object({ outcome: z.literal('duplicate'), of: z.string() }).readonly(),
  z.object({ outcome: z.literal('skipped'), reason: z.enum(SKIP_REASONS), by: z.string() }).readonly(),
]);

const settled = z.object({ ...reading, settlement, collision: z.boolean() });

const edited = z.object({
  ...deed,
  reason: z.enum(EDIT_REASONS),
  raw: z.string(),
  sha256: z.string(),
  contentHash: z.string(),
});

/** Every shape ever written, oldest first. A line here is never changed or removed: the ledgers still have it. */
const decoders: Readonly<Record<string, (data: unknown) => LedgerEvent>> = {
  'message-decoded.v1': (data) => ({ type: 'MessageDecoded', ...parseData(decoded, data) }),
  'message-settled.v1': (data) => ({ type: 'MessageSettled', ...parseData(settled, data) }),
  'message-retry-asked.v1': (data) => ({ type: 'RetryAsked', ...parseData(z.object(deed), data) }),
  'message-edited.v1': (data) => ({ type: 'MessageEdited', ...parseData(edited, data) }),
  'message-skip-asked.v1': (data) => ({
    type: 'SkipAsked',
    ...parseData(z.object({ ...deed, reason: z.enum(SKIP_REASONS) }), data),
  }),
};

function storedName(type: LedgerEvent['type']): string {
  switch (type) {
    case 'MessageDecoded':
      return 'message-decoded.v1';
    case 'MessageSettled':
      return 'message-settled.v1';
    case 'RetryAsked':
      return 'message-retry-asked.v1';
    case 'MessageEdited':
      return 'message-edited.v1';
    case 'SkipAsked':
      return 'message-skip-asked.v1';
    default:
      return unreachable(type);
  }
}

export const ledgerCodec: EventCodec<LedgerEvent> = {
  encode: ({ type, ...data }) => ({ type: storedName(type), schemaVersion: 1, data: asJson(data) }),
  decode: (stored) => decodeStored(decoders, stored),
};
