import type { Instant } from '@flow/platform/time/instant';
import { survivorOf } from '../../domain/book/rows';
import type { BookState } from '../../domain/book/state';
import type { PatientId } from '../../domain/ids';
import type { Wait } from './news';

/** Somebody of whom a message is not understood: where they are may be otherwise than is shown. */
export interface ParkedPatient {
  readonly patientId: PatientId;
  /** When the message came. */
  readonly since: Instant;
}

export interface ParkedAnswer {
  readonly patients: readonly ParkedPatient[];
  /** False: there may be more than were told. */
  readonly whole: boolean;
}

/** Asks the interface of whom messages are parked. Throws when it does not answer. */
export interface ParkedPatientsSource {
  all(): Promise<ParkedAnswer>;
}

/** Of whom messages are parked, as the interface last told it. */
export interface ParkedPatients {
  /** By the id under which they were told of. */
  told(): ReadonlyMap<PatientId, Instant>;
  /** The interface answered when it was last asked, and told of everybody. */
  isKnown(): boolean;
  stop(): Promise<void>;
}

interface ParkedPatientsDeps {
  readonly source: ParkedPatientsSource;
  /** Called when others are parked than before. */
  readonly onChanged: () => void;
  readonly wait: Wait;
  readonly everyMs: number;
}

/** While there is no answer it is asked for this often at least. */
const ASKED_AGAIN_MS = 1000;

type Told = ReadonlyMap<PatientId, Instant>;

const isSame = (a: Told, b: Told): boolean => a.size === b.size && [...a].every(([id, since]) => b.get(id) === since);

/** Each patient once, since the earliest. */
function earliest(parked: Iterable<readonly [PatientId, Instant]>): Map<PatientId, Instant> {
  const found = new Map<PatientId, Instant>();
  for (const [patientId, since] of parked) {
    const before = found.get(patientId);
    if (before === undefined || since < before) found.set(patientId, since);
  }
  return found;
}

/** The same by who they are now: a patient who was merged is the survivor. */
export const parkedNow = (state: Pick<BookState, 'merges'>, told: Told): Told =>
  earliest([...told].map(([patientId, since]) => [survivorOf(state, patientId), since]));

/** Asks again and again. No answer never means that nobody is parked: then what was told last stands. */
export function keepParkedPatients({ source, onChanged, wait, everyMs }: ParkedPatientsDeps): ParkedPatients {
  const over = new AbortController();
  let told: Told = new Map();
  let known = false;

  async function ask(): Promise<void> {
    try {
      const { patients, whole } = await source.all();
      const before = told;
      const now = patients.map(({ patientId, since }) => [patientId, since] as const);
      told = earliest(whole ? now : [...before, ...now]);
      known = whole;
      if (!isSame(before, told)) onChanged();
    } catch {
      // Said on the boards as PARKED_UNKNOWN: there is nobody else to tell.
      known = false;
    }
  }
  async function run(): Promise<void> {
    while (!over.signal.aborted) {
      await ask();
      await wait(known ? everyMs : Math.min(everyMs, ASKED_AGAIN_MS), over.signal);
    }
  }
  const running = run();

  return {
    told: () => told,
    isKnown: () => known,
    async stop() {
      over.abort();
      await running;
    },
  };
}
