import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const FILE = 'listening.json';

const listeningSchema = z.object({
  pid: z.number(),
  /** `http://host:port` of the gateway. */
  http: z.string().optional(),
  /** `http://host:port` of a process without a gateway, which only services and gateways are answered at. */
  services: z.string().optional(),
  /** Ports of the HL7 interface by partner, on the loopback address unless the partner's file says otherwise. */
  mllp: z.record(z.string(), z.number()),
});

/** Where the product of a data folder listens, for the commands and tests that look for it. */
export type Listening = z.output<typeof listeningSchema>;

/** Undefined when nothing has been started there; what it says may be of a process that has died. */
export function readListening(folder: string): Listening | undefined {
  try {
    return listeningSchema.parse(JSON.parse(readFileSync(join(folder, FILE), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that nobody reads half of it. */
export function writeListening(folder: string, listening: Listening): void {
  const file = join(folder, FILE);
  writeFileSync(`${file}.new`, `${JSON.stringify(listening, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

export const removeListening = (folder: string): void => rmSync(join(folder, FILE), { force: true });
