import type { Step } from '../decode/decoding';
import type { StayTelling } from '../decode/tellings';
import type { Effect } from './settlement';

/** A stay that a message spoke of, as beds can find it again. */
export interface ToldStay {
  readonly patientId: string;
  /** Absent: no visit number was told, and the stay is the patient's. */
  readonly visit?: NonNullable<StayTelling['visit']>;
}

/** The stays that these steps spoke of; of the patients, whoever their service said they are. */
export const staysOf = (steps: readonly Step[], effects: readonly Effect[]): readonly ToldStay[] =>
  steps.flatMap((step, index) => {
    const patientIds = effects.find((effect) => effect.index === index)?.patientIds ?? [];
    return tellingsOf(step).flatMap(({ visit }, nth) => {
      const patientId = patientIds[nth];
      return patientId === undefined ? [] : [{ patientId, ...(visit && { visit }) }];
    });
  });

function tellingsOf(step: Step): readonly StayTelling[] {
  if (step.step === 'stay') return [step.stay];
  return step.step === 'swap' ? [step.first, step.second] : [];
}

const nameOf = ({ patientId, visit }: ToldStay): string =>
  JSON.stringify(visit === undefined ? [patientId] : [visit.authority, visit.number]);

/** Whether one of these is that stay. */
export const isAmong = (stay: ToldStay, stays: readonly ToldStay[]): boolean =>
  stays.some((one) => nameOf(one) === nameOf(stay));
