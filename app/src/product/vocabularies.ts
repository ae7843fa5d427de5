import { BEDS_VOCABULARY } from '@flow/beds/vocabulary';
import { GATEWAY_VOCABULARY } from '@flow/gateway/vocabulary';
import { IPM_VOCABULARY } from '@flow/ipm/vocabulary';
import { PATIENTS_VOCABULARY } from '@flow/patients/vocabulary';
import type { Vocabulary } from '@flow/platform/vocabulary/vocabulary';
import type { ServiceName } from './service-names';

/** The stored events that this version reads. */
export const VOCABULARIES: Readonly<Record<ServiceName, Vocabulary>> = {
  patients: PATIENTS_VOCABULARY,
  beds: BEDS_VOCABULARY,
  ipm: IPM_VOCABULARY,
  gateway: GATEWAY_VOCABULARY,
};
