import { instant } from '@flow/platform/time/instant';
import { localDate } from '@flow/platform/time/local-date';
import { z } from 'zod';
import type { MergeTelling } from '../../application/tell-merge';
import type { PersonTelling } from '../../application/tell-person';
import { DETAIL_FIELDS } from '../../domain/details';
import { instantSchema, orderSchema, parsedBy } from '../events/basic-values';
import { identifierSchema, tellingSchema } from '../events/values';
import type { ToldIdentifierInput, TellMergeInput, TellPersonInput, TellUnmergeInput } from './tell-inputs';

const date = parsedBy(localDate).nullable().exactOptional();
const dateOrInstant = parsedBy((text) => (text.includes('T') ? instant(text) : localDate(text)));
const named = z.object({ authority: z.string().min(1), value: z.string().min(1) });
const fields = z.object({
  ...tellingSchema.unwrap().omit({ nhsNumber: true }).shape,
  birthDate: date,
  deceasedAt: dateOrInstant.nullable().exactOptional(),
});
const told = z.object({ order: orderSchema, occurredAt: instantSchema });

/** What was told, checked; undefined where a value is not of its kind. What exactly is not said: it may name a patient. */
export function personTelling(input: TellPersonInput): PersonTelling | undefined {
  const telling = fields.safeParse(toldFields(input));
  const word = told.safeParse(input);
  const number = identifier(input.hospitalNumber);
  if (!telling.success || !word.success || number === 'bad') return undefined;
  return {
    ...word.data,
    telling: telling.data,
    ...(number !== undefined && { hospitalNumber: number }),
    ...(input.nhsNumber !== undefined && { nhsNumber: input.nhsNumber }),
  };
}

/** Undefined where a value is not of its kind, or the survivor has no number. */
export function mergeTelling(input: TellMergeInput): MergeTelling | undefined {
  const survivor = personTelling(input.survivor);
  const retired = identifier(input.retired);
  const word = told.safeParse(input);
  if (survivor === undefined || retired === undefined || retired === 'bad' || !word.success) return undefined;
  const { hospitalNumber } = survivor;
  if (hospitalNumber === undefined) return undefined;
  return { ...word.data, survivor: { ...survivor, hospitalNumber }, retired };
}

/** Undefined where a value is not of its kind. */
export function unmergeTelling(input: TellUnmergeInput) {
  const retired = identifier(input.retired);
  const word = told.safeParse(input);
  return retired === undefined || retired === 'bad' || !word.success ? undefined : { ...word.data, retired };
}

/** GraphQL gives an absent field as undefined, and a number's absent type as null or undefined. */
function toldFields(input: TellPersonInput): Readonly<Record<string, unknown>> {
  const known = new Set<string>(DETAIL_FIELDS.filter((field) => field !== 'nhsNumber'));
  const told = Object.entries(input).filter(([name, value]) => known.has(name) && value !== undefined);
  const { otherIdentifiers } = input;
  return { ...Object.fromEntries(told), ...(otherIdentifiers && { otherIdentifiers: otherIdentifiers.map(plain) }) };
}

function plain({ authority, value, type }: ToldIdentifierInput) {
  return { authority, value, ...(type !== null && type !== undefined && { type }) };
}

function identifier(input: ToldIdentifierInput | null | undefined) {
  if (input === null || input === undefined) return undefined;
  if (!named.safeParse(input).success) return 'bad';
  return identifierSchema.parse(plain(input));
}
