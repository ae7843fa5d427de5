import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const partner = z.looseObject({ limits: z.looseObject({}).default({}) });

/** A partner may usually send 2,000 messages a second, which is what would be measured. */
const LIMITS = { messagesPerSecond: 100_000, maxConnections: 64 };

/** Takes the pace off a partner's file. */
export function withoutPace(file: string): void {
  const told = partner.parse(JSON.parse(readFileSync(file, 'utf8')));
  writeFileSync(file, JSON.stringify({ ...told, limits: { ...told.limits, ...LIMITS } }));
}
