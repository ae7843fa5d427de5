import type { RunningHttpServer } from '@flow/platform/http/http-server';
import type { Log } from '@flow/platform/telemetry/log';
import { followCertificate, type CertificateFiles } from './certificate';

const LOOK_EVERY_MS = 60_000;

/** Has a server answer with the certificate of these files, whenever they are renewed. The function given back ends it. */
export function keepCertificate(
  files: CertificateFiles | undefined,
  server: Pick<RunningHttpServer, 'renew'>,
  log: Log,
): () => void {
  if (files === undefined) return () => undefined;
  return followCertificate(files, {
    everyMs: LOOK_EVERY_MS,
    renewed(pair) {
      server.renew(pair);
      log.info('A renewed certificate is answered with.');
    },
    refused: (error) => log.error('The certificate cannot be renewed; the one in use stays.', { error }),
  });
}
