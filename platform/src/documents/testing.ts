import { OutcomeUnknown } from '../event-store/errors';
import { DuplicateKey, type Collection } from './documents';

/** A document of any shape. */
export interface Thing {
  readonly _id: string;
  readonly [field: string]: unknown;
}

/** Puts it there for certain: a duplicate after a lost answer is our own. */
export async function put(collection: Collection<Thing>, thing: Thing): Promise<void> {
  let lost = false;
  for (;;) {
    try {
      await collection.insertOne(thing);
      return;
    } catch (error) {
      if (error instanceof DuplicateKey && lost) return;
      if (!(error instanceof OutcomeUnknown)) throw error;
      lost = true;
    }
  }
}
