import { z } from 'zod';
import type { Contender } from '../harness/contender';
import { mllpLoad, type LoadDone } from '../harness/mllp-load';
import type { Served } from '../harness/served';
import { detailsMessage } from './messages';

/** How the load comes. */
export interface AckWay {
  readonly connections: number;
  readonly inFlight: number;
  readonly messages: number;
}

export interface AckServer {
  readonly name: string;
  readonly label?: string;
  readonly served: Served;
  readonly port: number;
  readonly peer?: boolean;
}

/** Control ids are given once in a run, whatever the way and the round. */
let given = 0;
const CHECKED = 64;
const CHECK_SILENT_MS = 10_000;

/** The oracle: every message is accepted under its own control id, in the order in which it was sent. */
export function ackContender({ name, label, peer = false, served, port }: AckServer, way: AckWay): Contender {
  const load = async (messages: number, silentMs?: number): Promise<LoadDone> => {
    const about = given;
    given += messages;
    const made = Array.from({ length: messages }, (_, index) => {
      const controlId = `B${about + index}`;
      return { controlId, bytes: detailsMessage(controlId, about + index) };
    });
    return mllpLoad({
      port,
      ...way,
      messages,
      ...(silentMs !== undefined && { silentMs }),
      message: (index) => present(made[index]),
    });
  };
  const idle = async (): Promise<unknown> => served.ask('idle').catch(() => undefined);
  return {
    name,
    peer,
    ...(label !== undefined && { label }),
    async check() {
      const before = await storedBy(served);
      // Whoever takes several messages that came together for one answers fewer than were sent.
      const { wrong } = await load(CHECKED, CHECK_SILENT_MS).catch(() => ({ wrong: CHECKED }));
      const after = await storedBy(served);
      const lost = before === undefined || after === undefined ? 0 : Math.abs(CHECKED - (after - before));
      return { wrong: wrong + lost, of: CHECKED };
    },
    async round() {
      const before = await served.usage();
      const { wallMs, latenciesMs, wrong } = await load(way.messages).catch((cause: unknown) => {
        throw new Error(`${name} left a message unanswered.`, { cause });
      });
      if (wrong > 0) throw new Error(`${name}: ${wrong} of ${way.messages} answers were wrong under load.`);
      await idle();
      const after = await served.usage();
      return { operations: way.messages, wallMs, latenciesMs, cpuUs: after.cpuUs - before.cpuUs };
    },
  };
}

function present<T>(made: T | undefined): T {
  if (made === undefined) throw new Error('More messages were asked for than were made: their number must be whole.');
  return made;
}

/** How many messages it holds, of one that keeps any. */
async function storedBy(served: Served): Promise<number | undefined> {
  return z
    .int()
    .optional()
    .catch(undefined)
    .parse(await served.ask('stored').catch(() => undefined));
}
