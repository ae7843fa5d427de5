import type { AppConfig } from './app-config';
import { readCertificate } from './certificate';
import { keepCertificate } from './keep-certificate';
import type { Listening } from './listening';
import { openGateway } from './open-gateway';
import type { OpenProduct } from './open-product';
import { serveServices } from './serve-services';

/** The one address at which a process answers over HTTP. */
export interface OpenDoor {
  readonly listening: Pick<Listening, 'http' | 'services'>;
  stop(): Promise<void>;
}

/** People come in by the gateway. A process without one answers the gateways and services of other processes. */
export async function openDoor(config: AppConfig, open: OpenProduct): Promise<OpenDoor> {
  if (config.services.includes('gateway')) {
    const gateway = await openGateway(config, open);
    return { listening: { http: gateway.url }, stop: () => gateway.stop() };
  }
  const { host, port, certificate } = config;
  const tls = certificate && readCertificate(certificate);
  const served = await serveServices(open, { host, port, operations: true, ...(tls && { tls }) });
  const unfollow = keepCertificate(certificate, served, open.shared);
  return {
    listening: { services: served.url },
    async stop() {
      unfollow();
      await served.stop();
    },
  };
}
