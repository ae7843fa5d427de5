import { listenToPartners } from '@flow/ipm/adapters/listen-to-partners';
import { INBOX_PREFIX } from '@flow/ipm/domain/inbox/inbox-event';
import { randomIds } from '@flow/platform/ids/ids';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { systemClock } from '@flow/platform/time/clock';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { engineKind } from '../harness/engine-kinds';
import { answerParent } from '../harness/serving';
import { countEvents } from '../store/count-events';

const told = z.object({ folder: z.string(), engines: z.string() });

const PARTNER = {
  name: 'ipm',
  listen: { port: 0 },
  hospitalNumber: { authority: 'RXX' },
  limits: { messagesPerSecond: 100_000, maxConnections: 64 },
};

/** The interface's door alone: what is received is stored and answered, and nobody takes it further. */
answerParent(async (argument) => {
  const { folder, engines: kind } = told.parse(argument);
  const partnersDir = join(folder, 'partners');
  mkdirSync(partnersDir, { recursive: true });
  writeFileSync(join(partnersDir, 'ipm.json'), JSON.stringify(PARTNER));
  const engines = await engineKind(kind).open(join(folder, 'data'));
  const listeners = await listenToPartners(
    {
      ...{ config: { partnersDir, listens: true }, engines, clock: systemClock, ids: randomIds, log: silentLog },
      ...{ metrics: createMetrics(), instance: randomIds.next() },
      peers: () => {
        throw new Error('Nobody is asked.');
      },
    },
    () => undefined,
  );
  return {
    answers: {
      port: () => listeners.states()[0]?.port,
      stored: () => countEvents(engines.inbox, [INBOX_PREFIX]),
    },
    async stop() {
      await listeners.stop();
      await engines.close();
    },
  };
});
