import { DuplicateKey, type Collection, type Document, type Documents } from '../documents/documents';
import type { EventStore, Position } from '../event-store/event-store';

/** Which generation of a model is shown. */
interface PointerDocument {
  /** The model's name. */
  readonly _id: string;
  readonly generation: number;
  /** Of the event store: positions of another life of it mean nothing. */
  readonly epoch: string;
}

/** One generation: where its documents are, and up to which event. */
interface GenerationDocument {
  readonly _id: string;
  readonly model: string;
  readonly generation: number;
  readonly collections: readonly string[];
  /** The last event that all documents have; absent before the first. */
  readonly position?: Position;
  readonly events: number;
  readonly caughtUp: boolean;
}

/** How far a generation has come. */
export interface Checkpoint {
  readonly generation: number;
  readonly position: Position | undefined;
  /** How many events it was folded from. */
  readonly events: number;
  readonly caughtUp: boolean;
}

/** The generations of one model in the documents. All of it is safe to repeat. */
export interface Generations {
  /** Shows a new, empty generation where none is shown, or one of another life of the event store. */
  ensure(): Promise<void>;
  /** What is shown, by the pointer. */
  shown(): Promise<Checkpoint | undefined>;
  checkpoint(generation: number): Promise<Checkpoint | undefined>;
  /** The checkpoint from which this instance now goes on. */
  resume(generation: number): Promise<Checkpoint | undefined>;
  /** Throws SteppedBack where the documents no longer stand where this instance left them. */
  confirm(generation: number): Promise<void>;
  /** A new number, which no other generation ever had. */
  reserve(): Promise<number>;
  /** Notes a collection before it is made, so that it can be found again whatever happens. */
  note(generation: number, collection: string): Promise<void>;
  /** Moves the checkpoint forward. False when the generation has gone, or stands before what this instance stored. */
  reached(checkpoint: Checkpoint): Promise<boolean>;
  /** Turns the pointer; never back. */
  show(generation: number): Promise<void>;
  /** Drops all that is not shown: what was shown before, and what a rebuild left that did not end. */
  tidy(): Promise<void>;
}

/**
 * The documents stand where they stood earlier: they were put back, or their server lost what it had last acknowledged. What
 * follows must not be folded onto them before what is missing.
 */
export class SteppedBack extends Error {
  constructor() {
    super('The documents stand before what this instance had stored in them.');
    this.name = 'SteppedBack';
  }
}

const POINTERS = 'read-models';
const GENERATIONS = 'read-model-generations';
const MOST = 1000;

interface Opened {
  readonly documents: Documents;
  readonly name: string;
  readonly epoch: string;
  readonly pointers: Collection<PointerDocument>;
  readonly entries: Collection<GenerationDocument>;
}

/** Where the shown generations of models stand that follow this life of a store. */
export async function shownPositionsOf(documents: Documents, epoch: string): Promise<readonly Position[]> {
  const pointers = await documents.collection<PointerDocument>(POINTERS, []);
  const entries = await documents.collection<GenerationDocument>(GENERATIONS, [{ fields: ['model'] }]);
  const positions: Position[] = [];
  for (const { _id, generation } of await pointers.find({ epoch }, { limit: MOST })) {
    const entry = await entries.findOne({ _id: `${_id}/${generation}` });
    if (entry?.position !== undefined) positions.push(entry.position);
  }
  return positions;
}

/** `documents` are asked again by themselves where an answer is lost. */
export async function openGenerations(documents: Documents, store: EventStore, name: string): Promise<Generations> {
  const opened: Opened = {
    documents,
    name,
    epoch: await store.epoch(),
    pointers: await documents.collection<PointerDocument>(POINTERS, []),
    entries: await documents.collection<GenerationDocument>(GENERATIONS, [{ fields: ['model'] }]),
  };
  const { pointers, entries, epoch } = opened;
  const idOf = (generation: number): string => `${name}/${generation}`;
  const checkpoint = async (generation: number): Promise<Checkpoint | undefined> => {
    const entry = await entries.findOne({ _id: idOf(generation) });
    return entry && { generation, position: entry.position, events: entry.events, caughtUp: entry.caughtUp };
  };
  /** What this instance knows to be stored. */
  const stored = new Map<number, Position | undefined>();

  return {
    ensure: async () => ensure(opened),
    async shown() {
      const pointer = await pointers.findOne({ _id: name });
      return pointer && checkpoint(pointer.generation);
    },
    checkpoint,
    async resume(generation) {
      const held = await checkpoint(generation);
      stored.set(generation, held?.position);
      return held;
    },
    async confirm(generation) {
      const left = stored.get(generation);
      if (left === undefined) return;
      const held = (await checkpoint(generation))?.position;
      if (held === undefined || held < left) throw new SteppedBack();
    },
    reserve: async () => reserve(opened),
    async note(generation, collection) {
      await entries.updateOne({ _id: idOf(generation) }, { $addToSet: { collections: collection } });
    },
    async reached({ generation, position, events, caughtUp }) {
      const left = stored.get(generation);
      const moved = await entries.updateOne(
        { _id: idOf(generation), ...(left !== undefined && { position: { $gte: left } }) },
        { $set: { caughtUp }, $max: { events, ...(position !== undefined && { position }) } },
      );
      if (moved) stored.set(generation, position);
      return moved;
    },
    async show(generation) {
      await pointers.updateOne({ _id: name, generation: { $lt: generation } }, { $set: { generation, epoch } });
    },
    tidy: async () => tidy(opened),
  };
}

async function ensure(opened: Opened): Promise<void> {
  const { pointers, name, epoch } = opened;
  const pointer = await pointers.findOne({ _id: name });
  if (pointer?.epoch === epoch) return;
  const generation = await reserve(opened);
  if (pointer) {
    await pointers.replaceOne({ _id: name, generation: pointer.generation }, { _id: name, generation, epoch });
    return;
  }
  try {
    await pointers.insertOne({ _id: name, generation, epoch });
  } catch (error) {
    // Another instance was first; ours is tidied away later.
    if (!(error instanceof DuplicateKey)) throw error;
  }
}

async function reserve({ entries, pointers, name }: Opened): Promise<number> {
  for (;;) {
    const held = await entries.find({ model: name }, { limit: MOST });
    const shown = (await pointers.findOne({ _id: name }))?.generation ?? 0;
    const generation = Math.max(shown, ...held.map((entry) => entry.generation)) + 1;
    const _id = `${name}/${generation}`;
    try {
      await entries.insertOne({ _id, model: name, generation, collections: [], events: 0, caughtUp: false });
      return generation;
    } catch (error) {
      if (!(error instanceof DuplicateKey)) throw error;
    }
  }
}

async function tidy({ documents, entries, pointers, name }: Opened): Promise<void> {
  const pointer = await pointers.findOne({ _id: name });
  const held = await entries.find({ model: name }, { limit: MOST });
  for (const { _id, generation, collections } of held) {
    if (!pointer || generation === pointer.generation) continue;
    for (const collection of collections) await documents.drop(collection);
    await entries.deleteOne({ _id });
  }
}

/** The documents and the naming that a model of this generation is opened with. */
export function openingOf(
  { documents, generations, name }: { documents: Documents; generations: Generations; name: string },
  generation: number,
): { readonly documents: Documents; readonly named: (collection: string) => string } {
  const own = new Set<string>();
  return {
    named(collection) {
      const full = `${name}-${generation}-${collection}`;
      own.add(full);
      return full;
    },
    documents: {
      async collection<D extends Document>(collection: string, indexes: Parameters<Documents['collection']>[1]) {
        if (own.has(collection)) await generations.note(generation, collection);
        return documents.collection<D>(collection, indexes);
      },
      drop: async (collection) => documents.drop(collection),
    },
  };
}
