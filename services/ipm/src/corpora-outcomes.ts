import type { Decoding, Step } from './domain/decode/decoding';

const wordOf = (step: Step): string => (step.step === 'stay' ? step.stay.told : step.step);

/** One line of the checked file of outcomes: event, outcome, reason, what is told, warnings. */
export function outcomeLine(file: string, event: string, decoding: Decoding): string {
  return [file, event, ...columnsOf(decoding)].join('\t').trimEnd();
}

function columnsOf(decoding: Decoding): readonly string[] {
  switch (decoding.outcome) {
    case 'tell':
      return ['applied', '', decoding.steps.map(wordOf).join('+'), decoding.warnings.join(' ')];
    case 'ignored':
      return ['ignored', decoding.rule];
    case 'held':
      return ['held', decoding.heldFor];
    case 'quarantined':
      return ['quarantined', decoding.reason];
  }
}
