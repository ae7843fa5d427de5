import { readFrame } from '../hl7/charset';
import type { Hl7Message } from '../hl7/message';
import type { PartnerConfig } from '../partner/partner-config';
import type { LaneNumber } from './decoding';
import { priorNumber } from './decode-merge';
import { patientGroups } from './groups';
import { identifiersOf } from './identifiers';

/** Every number by which a message names the patients whom it is about, also one that nothing is told of. */
const numbersIn = (message: Hl7Message, partner: PartnerConfig): readonly LaneNumber[] =>
  patientGroups(message).flatMap(({ pid, beside }) => {
    const { identity } = identifiersOf(pid, beside, partner);
    const prior = priorNumber(beside.segment('MRG'), partner);
    return [identity, prior].filter((number) => number !== undefined);
  });

const isSame = (a: LaneNumber, b: LaneNumber): boolean => a.authority === b.authority && a.value === b.value;

/** Bytes in base64. */
export interface Content {
  readonly raw: string;
  readonly isMessage: boolean;
}

/**
 * Whether what was received is about somebody whom one of these numbers names. Of what nobody can read: whether one of them
 * stands in it as a word.
 */
export function isAbout(
  { raw, isMessage }: Content,
  numbers: readonly LaneNumber[],
  partner: PartnerConfig | undefined,
): boolean {
  const bytes = Buffer.from(raw, 'base64');
  const perhaps = numbers.filter(({ value }) => bytes.includes(value));
  if (perhaps.length === 0) return false;
  const frame = partner && isMessage ? readFrame(bytes, partner.defaultCharset) : undefined;
  if (partner === undefined || !frame) return perhaps.some(({ value }) => hasWord(bytes.toString('latin1'), value));
  return numbersIn(frame.message, partner).some((number) => perhaps.some((one) => isSame(one, number)));
}

const WORD = /[A-Za-z0-9]/;

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!WORD.test(text.charAt(at - 1)) && !WORD.test(text.charAt(at + word.length))) return true;
  }
  return false;
}
