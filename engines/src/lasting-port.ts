import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems hand out for outgoing connections: Linux from 32768, others from 49152. */
const FROM = 20_000;
const TO = 32_000;
const MOST_TRIES = 50;

/**
 * A port that is free now and that nobody is given by chance. An engine that is killed has to come back on the port that it had;
 * one of those that the system chooses might be the end of somebody's connection by then, or of a client's own attempt.
 */
export async function lastingPort(): Promise<number> {
  for (let tried = 0; tried < MOST_TRIES; tried += 1) {
    const port = randomInt(FROM, TO);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port between ${FROM} and ${TO} is free.`);
}

/** Whether nobody listens there on 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
