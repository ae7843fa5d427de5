import type { Document, Documents } from '../documents/documents';
import { pause } from '../running/pause';

/** An instance of a service, and the newest vocabulary that it reads. */
export interface Speaker extends Document {
  readonly service: string;
  readonly instance: string;
  /** For people: host and process. */
  readonly where: string;
  readonly knows: number;
  /** Counts on while it lives. */
  readonly renewed: number;
}

const SPEAKERS = 'vocabulary-speakers';
export const RENEW_EVERY_MS = 2_000;
/** By the clock of whoever watches. */
export const SILENT_MS = 10_000;
/** Looked at together. */
export const MOST_SPEAKERS = 1000;
const LOOK_EVERY_MS = 500;

const open = async (documents: Documents) => documents.collection<Speaker>(SPEAKERS, []);

/** Says, again and again, what an instance knows. `leave` when it stops: one that dies falls silent. */
export function announcing(documents: Documents, told: Pick<Speaker, 'service' | 'instance' | 'where' | 'knows'>) {
  const _id = `${told.service}/${told.instance}`;
  let renewed = 0;
  return {
    async renew(): Promise<void> {
      renewed += 1;
      await (await open(documents)).replaceOne({ _id }, { _id, ...told, renewed }, { upsert: true });
    },
    async leave(): Promise<void> {
      await (await open(documents)).deleteOne({ _id });
    },
  };
}

/** Who has said something and has not left. Some may be dead. */
export async function speakersIn(documents: Documents, most: number): Promise<readonly Speaker[]> {
  return (await open(documents)).find({}, { sort: { _id: 1 }, limit: most });
}

/** Those of them who live: found out by waiting, at most 10 s, until each has said something more. The dead are struck off. */
export async function livingOf(
  documents: Documents,
  speakers: readonly Speaker[],
  { silentMs, most }: { readonly silentMs: number; readonly most: number },
): Promise<readonly Speaker[]> {
  const late = AbortSignal.timeout(silentMs);
  let silent = speakers;
  while (silent.length > 0 && !late.aborted) {
    await pause(LOOK_EVERY_MS, late);
    const now = new Map((await speakersIn(documents, most)).map(({ _id, renewed }) => [_id, renewed]));
    silent = silent.filter(({ _id, renewed }) => now.get(_id) === renewed);
  }
  const collection = await open(documents);
  for (const { _id, renewed } of silent) await collection.deleteOne({ _id, renewed });
  const left = new Set((await speakersIn(documents, most)).map(({ _id }) => _id));
  return speakers.filter(({ _id }) => left.has(_id));
}
