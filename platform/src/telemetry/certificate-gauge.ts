import { X509Certificate } from 'node:crypto';
import type { Metrics } from './metrics';

/** Of a PEM file the first certificate is the server's own. `of`: whose door it opens, `http` or a partner's name. */
export type SeeCertificate = (pem: string, of: string) => void;

/** When the certificate ends, in seconds since 1970. Throws for what is no certificate. */
export const certificateEndsAt = (pem: string): number => Date.parse(new X509Certificate(pem).validTo) / 1000;

/** Tells until when each certificate may be used: once it has ended, whoever checks it hangs up. */
export function certificateGauge(metrics: Metrics): SeeCertificate {
  const gauge = metrics.gauge({
    name: 'tls_certificate_ends_at_seconds',
    help: 'When the certificate in use ends, in Unix time.',
    labels: { of: { atMost: 50 } },
  });
  return (pem, of) => gauge.set(certificateEndsAt(pem), { of });
}
