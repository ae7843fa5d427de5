import type { Hl7Message } from '../hl7/message';
import type { Repetition, Segment, Told } from '../hl7/segment';
import type { HospitalNumberRule, NhsNumberRule, PartnerConfig } from '../partner/partner-config';
import { textOf, told } from './code';
import { isNhsNumber, nhsNumberStatus } from './nhs-number';
import type { ToldIdentifier } from './tellings';

/** Everything that a PID segment calls somebody by. */
export interface Identifiers {
  readonly hospitalNumber?: ToldIdentifier;
  /** Without blanks. It need not be a valid one: the patients service says what to do with that. */
  readonly nhsNumber?: string | null;
  readonly nhsNumberStatus?: string | null;
  readonly others: readonly ToldIdentifier[];
  /** What names the patient: the hospital number, else a valid NHS number. */
  readonly identity?: ToldIdentifier;
  readonly nhsNumberInvalid: boolean;
}

/** A CX value (HL7 v2.4 §2.9.12): number, check digit, assigning authority, type. */
const valueOf = (repetition: Repetition): string => textOf(repetition.get(1)) ?? '';
const authorityOf = (repetition: Repetition): string => textOf(repetition.get(4)) ?? '';
const typeOf = (repetition: Repetition): string => textOf(repetition.get(5)) ?? '';

export function identifiersOf(pid: Segment, message: Hl7Message, partner: PartnerConfig): Identifiers {
  const { hospitalNumber: rule, nhsNumber: nhsRule } = partner;
  const marked = markedNhsNumbers(pid, nhsRule);
  const local = pid.repetitions(3).filter((one) => !isNhsMarked(one, nhsRule));
  const hospital = hospitalNumberIn(local, rule);
  const number = nhsNumberIn(marked);
  const status = statusOf(pid, message, marked);
  const valid = typeof number === 'string' && isNhsNumber(number);
  const identity = hospital?.identifier ?? (valid ? { authority: 'NHS', value: number } : undefined);
  return {
    ...told({ hospitalNumber: hospital?.identifier, nhsNumber: number, nhsNumberStatus: status, identity }),
    others: local.filter((one) => one !== hospital?.from).flatMap((one) => otherNumber(one, rule)),
    nhsNumberInvalid: typeof number === 'string' && !valid,
  };
}

/** The first that counts: of the configured authority by name, else of one that may be left out or be any. */
export function hospitalNumberIn(
  repetitions: readonly Repetition[],
  rule: HospitalNumberRule,
): { readonly identifier: ToldIdentifier; readonly from: Repetition } | undefined {
  const counting = repetitions.filter(
    (one) => valueOf(one) !== '' && (rule.types.length === 0 || rule.types.includes(typeOf(one))),
  );
  const named = counting.find((one) => isNamed(authorityOf(one), rule));
  const from = named ?? counting.find((one) => authorityOf(one) === '' || rule.toldAs.includes('*'));
  return from && { identifier: toldNumber(from, authorityFor(authorityOf(from), rule)), from };
}

const isNamed = (authority: string, { authority: own, toldAs }: HospitalNumberRule): boolean =>
  authority === own || (authority !== '' && toldAs.includes(authority));

const authorityFor = (authority: string, rule: HospitalNumberRule): string =>
  authority === '' || isNamed(authority, rule) ? rule.authority : authority;

function toldNumber(one: Repetition, authority: string): ToldIdentifier {
  const type = typeOf(one);
  return { authority, value: valueOf(one), ...(type !== '' && { type }) };
}

const otherNumber = (one: Repetition, rule: HospitalNumberRule): readonly ToldIdentifier[] =>
  valueOf(one) === '' ? [] : [toldNumber(one, authorityOf(one) || rule.authority)];

const isNhsMarked = (one: Repetition, { authorities, types }: NhsNumberRule): boolean =>
  authorities.includes(authorityOf(one)) || types.includes(typeOf(one));

/** PID-2 and PID-19 hold other numbers too: one without a mark counts only when nothing else can look like that. */
function markedNhsNumbers(pid: Segment, rule: NhsNumberRule): readonly Repetition[] {
  return rule.fields.flatMap((field) => {
    const repetitions = pid.repetitions(Number(field.slice(4)));
    if (field === 'PID-3') return repetitions.filter((one) => isNhsMarked(one, rule));
    const plain = (one: Repetition) =>
      authorityOf(one) === '' && typeOf(one) === '' && isNhsNumber(withoutBlanks(valueOf(one)));
    return repetitions.filter((one) => isNhsMarked(one, rule) || plain(one));
  });
}

const withoutBlanks = (text: string): string => text.replace(/[\s-]/g, '');

/** The first valid one, else the first that was told. */
function nhsNumberIn(marked: readonly Repetition[]): Told {
  const numbers = marked.map((one) => one.get(1)).map((one) => (typeof one === 'string' ? withoutBlanks(one) : one));
  const written = numbers.filter((one) => one !== undefined && one !== '');
  return written.find((one) => typeof one === 'string' && isNhsNumber(one)) ?? written[0];
}

/** PID-32, else beside the number itself, else ZU1-27. A status without a number is legal. */
function statusOf(pid: Segment, message: Hl7Message, marked: readonly Repetition[]): Told {
  const places: readonly Told[] = [
    ...pid.repetitions(32).map((one) => one.get(1)),
    ...marked.map((one) => one.get(2)),
    message.get('ZU1', 27),
  ];
  const codes = places.flatMap((one) => (typeof one === 'string' ? (nhsNumberStatus(one) ?? []) : []));
  return codes[0] ?? (places.some((one) => one === null) && codes.length === 0 ? null : undefined);
}
