import type { WardPlan } from '@flow/demo/generator/simulated-pas';
import cliProgress from 'cli-progress';

/** How far the hospital is filled, for whoever watches the start. */
export interface Progress {
  readonly told: (patients: number) => void;
  readonly filled: () => void;
}

const USUAL_SHARE = 0.93;

/** A bar on a terminal, a line every fifth of the way elsewhere. */
export function createProgress(output: NodeJS.WriteStream, wards: readonly WardPlan[]): Progress {
  const beds = wards
    .filter(({ kind }) => kind === 'ward' || kind === 'escalation')
    .reduce((sum, ward) => sum + ward.capacity, 0);
  const total = Math.round(beds * USUAL_SHARE);
  const bar = new cliProgress.SingleBar({
    format: 'Filling the hospital |{bar}| {value} of {total} patients',
    stream: output,
    noTTYOutput: true,
    notTTYSchedule: 2000,
    clearOnComplete: false,
  });
  let begun = false;
  return {
    told(patients) {
      if (!begun) bar.start(total, 0);
      begun = true;
      bar.update(patients);
    },
    filled() {
      bar.stop();
      if (begun) output.write('The hospital is filled, and goes on living.\n');
    },
  };
}
