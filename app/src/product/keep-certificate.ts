import type { Log } from '@flow/platform/telemetry/log';
import type { RunningHttpServer } from '@flow/platform/http/http-server';
import { certificateEndsAt, certificateGauge } from '@flow/platform/telemetry/certificate-gauge';
import type { Metrics } from '@flow/platform/telemetry/metrics';
import { epochMsOf } from '@flow/platform/time/instant';
import type { Clock } from '@flow/platform/time/clock';
import { followCertificate, type CertificateFiles } from './certificate';

const LOOK_EVERY_MS = 60_000;

/** Has a server answer with the certificate of these files, whenever they are renewed. The function given back ends it. */
export function keepCertificate(
  files: CertificateFiles | undefined,
  server: Pick<RunningHttpServer, 'renew'>,
  { log, metrics, clock }: { readonly log: Log; readonly metrics: Metrics; readonly clock: Clock },
): () => void {
  if (files === undefined) return () => undefined;
  const see = certificateGauge(metrics);
  return followCertificate(files, {
    everyMs: LOOK_EVERY_MS,
    inUse({ cert }) {
      see(cert, 'http');
      if (certificateEndsAt(cert) * 1000 < epochMsOf(clock.now()))
        log.error('The certificate has ended: browsers and services refuse it until it is renewed.');
    },
    renewed(pair) {
      server.renew(pair);
      log.info('A renewed certificate is answered with.');
    },
    refused: (error) => log.error('The certificate cannot be renewed; the one in use stays.', { error }),
  });
}
