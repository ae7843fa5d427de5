import { createApp } from '@flow/platform/http/app';
import { startHttpServer } from '@flow/platform/http/http-server';
import { operationsRouter } from '@flow/platform/http/operations-router';
import type { Log } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { Router } from 'express';
import type { AppConfig } from './app-config';
import { readCertificate } from './certificate';
import type { ServiceName } from './service-names';

/** What a start waits for, as /readyz names it: the engines, or the service that is being opened. */
export type StartingPart = 'engines' | ServiceName;

/** Answers at the address of a product that is still being opened. */
export interface StartingDoor {
  /** What is opened now. */
  at(part: StartingPart): void;
  close(): Promise<void>;
}

const NOT_YET = 'It is being opened.';

/**
 * Listens until everything is open, however long that takes: /healthz says that the process lives, /readyz what it waits for, and
 * everything else is answered with 503. Nothing listens where the system is to choose the port, since nobody would know it yet.
 * Throws OperatorError where the address cannot be listened on.
 */
export async function openStartingDoor(
  { host, port, certificate }: Pick<AppConfig, 'host' | 'port' | 'certificate'>,
  log: Log,
): Promise<StartingDoor> {
  let waitsFor: StartingPart = 'engines';
  const at = (part: StartingPart): void => void (waitsFor = part);
  if (port === 0) return { at, close: () => Promise.resolve() };
  const readiness = () => ({
    process: { ready: false, reason: 'The process starts.' },
    [waitsFor]: { ready: false, reason: NOT_YET },
  });
  const operations = operationsRouter({ metrics: createMetrics({ processMetrics: false }), readiness });
  const others = Router().use((_request, response) => {
    response.status(503).json({ errors: [{ message: 'The product starts. See /readyz.' }] });
  });
  const app = createApp({ log, routers: [operations, others] });
  const server = await startHttpServer({ app, host, port, ...(certificate && { tls: readCertificate(certificate) }) });
  return { at, close: () => server.close(0) };
}
