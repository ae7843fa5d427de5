import { unreachable } from '@flow/platform/decider/decider';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import type { PublicEvent } from '@flow/platform/running/cloud-event';
import type { PatientChangedV1 } from '@flow/schema/events/patients/patient-changed.v1';
import type { PatientMergedV1 } from '@flow/schema/events/patients/patient-merged.v1';
import type { PatientRegisteredV1 } from '@flow/schema/events/patients/patient-registered.v1';
import type { PatientUnmergedV1 } from '@flow/schema/events/patients/patient-unmerged.v1';
import { patientId, type PatientId } from '../../domain/ids';
import type { PatientEvent } from '../../domain/patient';
import { patientEventCodec } from '../events/patient-event-codec';

type Told = Pick<PatientRegisteredV1 | PatientChangedV1 | PatientMergedV1 | PatientUnmergedV1, 'type' | 'data'>;

const PATIENT = 'patient-';
export const PUBLISHED_PREFIXES = [PATIENT] as const;

/** What others are told of an event of ours: which patient, and nothing of who that is. */
export const publicEventOf =
  (trust: string) =>
  (recorded: RecordedEvent): PublicEvent | undefined => {
    const subject = patientId(recorded.stream.slice(PATIENT.length));
    const told = toldOf(patientEventCodec.decode(recorded), subject);
    return told && { ...told, source: `/trusts/${trust}/patients`, subject };
  };

function toldOf(event: PatientEvent, id: PatientId): Told | undefined {
  switch (event.type) {
    case 'PatientRegistered':
      return { type: 'uk.nhs.patientflow.patients.patient-registered.v1', data: { patientId: id } };
    case 'DetailsTold':
      return Object.keys(event.set).length > 0 ? changed(id) : undefined;
    case 'ContactRecorded':
    case 'NeedsRecorded':
    case 'RecordNoted':
      return changed(id);
    case 'PatientMerged':
      return {
        type: 'uk.nhs.patientflow.patients.patient-merged.v1',
        data: { retiredId: id, survivorId: event.into },
      };
    case 'PatientUnmerged':
      return { type: 'uk.nhs.patientflow.patients.patient-unmerged.v1', data: { patientId: id } };
    default:
      return unreachable(event);
  }
}

const changed = (id: PatientId): Told => ({
  type: 'uk.nhs.patientflow.patients.patient-changed.v1',
  data: { patientId: id },
});
