import { taskEventCodec } from '@flow/platform/tasks/task-event-codec';
import { PATIENT_TASKS, type PatientTaskKind } from '../../domain/task-kinds';

/** `patient-task-raised.v1` and so on. Frozen. */
export const patientTaskCodec = taskEventCodec<PatientTaskKind>('patient-task', PATIENT_TASKS);
