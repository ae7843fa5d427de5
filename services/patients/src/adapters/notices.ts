import type { Log } from '@flow/platform/telemetry/log';
import type { Metrics } from '@flow/platform/telemetry/metrics';
import type { Notices } from '../application/ports';

/** Counts what an operator should look at, and says for which patient, by our id. */
export function loggedNotices(log: Log, metrics: Metrics): Notices {
  const suspicious = metrics.counter({
    name: 'patients_suspicious_nhs_numbers_total',
    help: 'NHS numbers outside the range for tests, told where people are invented.',
  });
  return {
    suspiciousNhsNumber(patientId) {
      suspicious.add(1);
      log.warn('An NHS number outside the range for tests was told here, where people are invented.', {
        stream: `patient-${patientId}`,
      });
    },
  };
}
