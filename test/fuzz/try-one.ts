import { seededChance, type Chance } from '@flow/demo/generator/chance';
import { decodeInboxEvent, encodeInboxEvent } from '@flow/ipm/adapters/inbox/inbox-codec';
import { stepSchema } from '@flow/ipm/adapters/eventstore/step-schema';
import { framed, FrameScanner, type Scanned } from '@flow/ipm/adapters/mllp/frame-scanner';
import { parsePartnerConfig } from '@flow/ipm/adapters/partners/partner-file';
import { createMessageReader, type MessageReader } from '@flow/ipm/application/read-message';
import { createReceiver, type ReceivedFrame } from '@flow/ipm/application/receive';
import type { Decoding } from '@flow/ipm/domain/decode/decoding';
import type { InboxEvent } from '@flow/ipm/domain/inbox/inbox-event';
import { instant } from '@flow/platform/time/instant';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { faultsOfAnswer } from './answer';
import { framesByHand } from './frames-by-hand';
import { mutated } from './mutations';

const AT = instant('2026-02-01T00:00:00.000Z');
const LIMITS = [640 * 1024, 4096, 1024];
const FIRST_BUFFER = 4096;
const KINDS = [
  {},
  {
    ackMode: 'always-AA',
    junkReply: 'AR',
    unknownEvent: 'AR',
    mergeEvents: { A34: true, A35: true, A44: true, A45: true },
  },
  {
    ackMode: 'always-CA',
    defaultCharset: 'utf-8',
    hospitalNumber: { authority: 'RXX', toldAs: ['*'] },
    ignoreOffsets: true,
  },
];
const PARTNERS = KINDS.map((kind, at) =>
  parsePartnerConfig({ name: `fuzz${at}`, listen: { port: 0 }, hospitalNumber: { authority: 'RXX' }, ...kind }),
);

/** What is wrong with what became of one mutated stream; nothing when all is well. */
export type Faults = readonly string[];

export interface Trial {
  readonly faults: Faults;
  readonly frames: number;
  readonly wire: Buffer;
}

/** The stream of that number: the same seed and number give the same bytes, whatever was tried before. */
export function wireOf(seed: number, number: number, corpus: readonly Buffer[]) {
  const chance = seededChance(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  const [one, another] = [chance.pick(corpus), chance.pick(corpus)];
  const message = chance.below(10) === 0 ? one : mutated(one, chance, another);
  const wire = framed(message);
  return { wire: chance.below(3) === 0 ? mutated(wire, chance, framed(another)) : wire, chance };
}

/** Sends it through the scanner in chunks, each frame to the receiver, and each stored message to the decoder, twice. */
export async function tryOne(seed: number, number: number, corpus: readonly Buffer[]): Promise<Trial> {
  const { wire, chance } = wireOf(seed, number, corpus);
  const limit = chance.pick(LIMITS);
  const partner = chance.pick(PARTNERS);
  const { found, faults: scanning } = scanned(wire, limit, chance);
  const stored: InboxEvent[] = [];
  const receiver = createReceiver({
    inbox: {
      add: async (entry) => {
        stored.push(entry);
        return { stream: 'inbox', revision: stored.length - 1, position: String(stored.length) as never };
      },
    },
    clock: { now: () => AT, monotonicMs: () => 0 },
    ids: { next: () => `00000000-0000-4000-8000-${String(stored.length).padStart(12, '0')}` },
    hl7Time: () => '20260201000000',
  });
  const read = createMessageReader({ config: () => partner });
  const faults: string[] = [...scanning];
  for (const each of found) {
    if (each.kind === 'unterminated') continue;
    const before = stored.length;
    const bytes = each.kind === 'frame' ? each.bytes : each.head;
    const asSent = Buffer.from(bytes);
    const from = { partner, connection: '1' };
    const received: ReceivedFrame =
      each.kind === 'frame' ? await receiver.frame(bytes, from) : await receiver.tooLarge(bytes, each.bytes, from);
    const entry = stored[before];
    if (stored.length !== before + 1 || entry === undefined) faults.push('one frame is not one entry of the inbox');
    else faults.push(...faultsOfAnswer(received, asSent), ...faultsOfReading(entry, read, number % 4 === 0));
    if (!bytes.equals(asSent)) faults.push('reading changed the bytes of a frame');
  }
  return { faults, frames: found.length, wire };
}

function scanned(wire: Buffer, limit: number, chance: Chance) {
  const scanner = new FrameScanner(limit);
  const found: Scanned[] = [];
  const faults: string[] = [];
  for (let from = 0; from < wire.length;) {
    const to = Math.min(wire.length, from + 1 + chance.below(chance.pick([4, 200, 70_000])));
    found.push(...scanner.push(wire.subarray(from, to)));
    if (scanner.heldBytes > Math.max(2 * (limit + 1), FIRST_BUFFER))
      faults.push('the scanner holds more than its limit');
    from = to;
  }
  const frames = found.flatMap((each) => (each.kind === 'frame' ? [each.bytes.toString('latin1')] : []));
  const isWhole = !found.some(({ kind }) => kind === 'too-large') && wire.length <= limit;
  if (isWhole && !isDeepStrictEqual(frames, framesByHand(wire.toString('latin1'))))
    faults.push('other frames than by hand');
  return { found, faults };
}

/** Every fourth is judged wholly: what was stored is read back as it was, decodes twice to the same, and fits into the ledger. */
function faultsOfReading(entry: InboxEvent, read: MessageReader, isWhole: boolean): Faults {
  const { decoding } = read(entry);
  const inNoLane = decoding.outcome === 'tell' && decoding.lanes.length === 0;
  return [...(inNoLane ? ['it is told in no lane'] : []), ...(isWhole ? faultsOfKeeping(entry, decoding, read) : [])];
}

function faultsOfKeeping(entry: InboxEvent, decoding: Decoding, read: MessageReader): Faults {
  const again = decodeInboxEvent(JSON.parse(JSON.stringify(encodeInboxEvent(entry))) as never);
  const told = decoding.outcome === 'tell' ? decoding.steps : [];
  const kept = stepsSchema.parse(JSON.parse(JSON.stringify(told)));
  return [
    ...(isDeepStrictEqual(again, entry) ? [] : ['the entry of the inbox is not read back as it was']),
    ...(isDeepStrictEqual(read(entry).decoding, decoding) ? [] : ['it does not decode twice to the same']),
    ...(isDeepStrictEqual(kept, told) ? [] : ['a step does not fit into the ledger']),
  ];
}

const stepsSchema = z.array(stepSchema);
