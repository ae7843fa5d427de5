import type { Hl7Message } from '../hl7/message';
import type { PartnerConfig } from '../partner/partner-config';
import { yesOf } from './code';
import { hospitalNumberIn, identifiersOf } from './identifiers';
import type { ToldIdentifier } from './tellings';

/** What a message calls its patients by, whatever it says of them and whether or not it can be read to its end. */
export interface NumbersIn {
  readonly hospitalNumbers: readonly ToldIdentifier[];
  readonly nhsNumbers: readonly string[];
  /** It says itself that only some may know who this is. */
  readonly shielded: boolean;
}

export function numbersIn(message: Hl7Message, partner: PartnerConfig): NumbersIn {
  const named = message.all('PID').map((pid) => identifiersOf(pid, message, partner));
  const retired = message
    .all('MRG')
    .flatMap((mrg) => hospitalNumberIn(mrg.repetitions(1), partner.hospitalNumber)?.identifier ?? []);
  return {
    hospitalNumbers: [
      ...named.flatMap(({ hospitalNumber, others }) => [hospitalNumber ?? [], others].flat()),
      ...retired,
    ],
    nhsNumbers: named.flatMap(({ nhsNumber }) => nhsNumber ?? []),
    shielded: message.all('ZU8').some((zu8) => yesOf(zu8.get(4)) === true),
  };
}
