import { createStreamHandler } from '@flow/platform/decider/stream-handler';
import type { EventStore } from '@flow/platform/event-store/event-store';
import { hmacName } from '@flow/platform/security/hmac';
import { storedTasks } from '@flow/platform/tasks/stored-tasks';
import type { Tasks } from '@flow/platform/tasks/tasks';
import type { Tracing } from '@flow/platform/telemetry/tracing';
import type { Clock } from '@flow/platform/time/clock';
import type { Erasures, NhsNumbers, Notes, Patients } from '../../application/ports';
import { erasureDecider, erasureStream } from '../../domain/erasure';
import type { NhsNumber } from '../../domain/nhs-number';
import { nhsNumberClaimDecider } from '../../domain/nhs-number-claim';
import { noteDecider } from '../../domain/note';
import { patientDecider } from '../../domain/patient';
import { PATIENT_TASKS, type PatientTaskKind } from '../../domain/task-kinds';
import { erasureEventCodec } from '../events/erasure-event-codec';
import { nhsNumberClaimCodec } from '../events/nhs-number-claim-codec';
import { noteEventCodec } from '../events/note-event-codec';
import { patientEventCodec } from '../events/patient-event-codec';
import { patientTaskCodec } from '../events/task-event-codec';

export interface StreamDeps {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly tracing?: Tracing | undefined;
  readonly siteKey: Buffer;
}

/** How a number of an authority is named where it must not be read: the same for all who hold the site key. */
export const identifierName = (siteKey: Buffer, authority: string, value: string): string =>
  hmacName(siteKey, 'identifier', authority, value);

/** Claims on an NHS number stand apart from a record that is named by one, of whom no hospital number is known. */
export const nhsNumberNames =
  (siteKey: Buffer) =>
  (number: NhsNumber): string =>
    hmacName(siteKey, 'nhs-number', number);

/** Patients: `patient-<id>`. */
export function storedPatients({ store, clock, tracing }: StreamDeps): Patients {
  const streams = createStreamHandler({ store, clock, tracing, decider: patientDecider, codec: patientEventCodec });
  return {
    handle: (patientId, command, context) => streams.handle(`patient-${patientId}`, command, context),
    load: (patientId) => streams.load(`patient-${patientId}`),
  };
}

/** Who says that an NHS number is theirs: `identifier-<HMAC of the number>`. */
export function storedNhsNumbers({ store, clock, tracing, siteKey }: StreamDeps): NhsNumbers {
  const streams = createStreamHandler({
    store,
    clock,
    tracing,
    decider: nhsNumberClaimDecider,
    codec: nhsNumberClaimCodec,
  });
  const nameOf = nhsNumberNames(siteKey);
  return {
    nameOf,
    handle: (number, command, context) => streams.handle(`identifier-${nameOf(number)}`, command, context),
    load: (number) => streams.load(`identifier-${nameOf(number)}`),
  };
}

/** Tasks: `task-<id>`. */
export const storedPatientTasks = ({ store, clock, tracing }: Omit<StreamDeps, 'siteKey'>): Tasks<PatientTaskKind> =>
  storedTasks({ store, clock, tracing, kinds: PATIENT_TASKS, codec: patientTaskCodec });

/** Notes: `note-<id>`. */
export function storedNotes({ store, clock, tracing }: StreamDeps): Notes {
  const streams = createStreamHandler({ store, clock, tracing, decider: noteDecider, codec: noteEventCodec });
  return {
    handle: (noteId, command, context) => streams.handle(`note-${noteId}`, command, context),
    load: (noteId) => streams.load(`note-${noteId}`),
  };
}

/** Erasures: `erasure-<id>`. */
export function storedErasures({ store, clock }: StreamDeps): Erasures {
  const streams = createStreamHandler({ store, clock, decider: erasureDecider, codec: erasureEventCodec });
  return {
    handle: (patientId, command, context) => streams.handle(erasureStream(patientId), command, context),
    load: (patientId) => streams.load(erasureStream(patientId)),
  };
}
