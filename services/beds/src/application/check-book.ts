import type { Loaded } from '@flow/platform/decider/folded-stream';
import type { BookState } from '../domain/book/state';
import { same } from '../domain/values/same';

/** A book that can be folded afresh. */
export interface BookCheck {
  load(): Promise<Loaded<BookState>>;
  /** Folds the current book from the store again, as somebody who starts now. */
  refold(): Promise<Loaded<BookState>>;
}

export type Checked =
  /** What we decide on is what the store says. */
  | { readonly outcome: 'same'; readonly revision: number }
  /** It is not: carrying it forward would keep the mistake for ever. Restart, and do not open another book. */
  | { readonly outcome: 'different'; readonly revision: number; readonly tables: readonly string[] }
  /** The book changed while it was being checked. */
  | { readonly outcome: 'overtaken' };

const TABLES = ['sites', 'wards', 'bays', 'beds', 'stays', 'patients', 'merges'] as const;

function differences(ours: BookState, fresh: BookState): string[] {
  const tables = TABLES.filter((name) => !same(ours[name].entries(), fresh[name].entries()));
  return [...(ours.seq === fresh.seq ? [] : ['seq']), ...(ours.lastAt === fresh.lastAt ? [] : ['lastAt']), ...tables];
}

const TRIES = 5;

/** Folds the last book again and compares it with the one in memory. For a nightly job. */
export async function checkBook(book: BookCheck): Promise<Checked> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const fresh = await book.refold();
    const ours = await book.load();
    if (ours.position !== fresh.position) continue;
    const tables = differences(ours.state, fresh.state);
    const { revision } = ours;
    return tables.length === 0 ? { outcome: 'same', revision } : { outcome: 'different', revision, tables };
  }
  return { outcome: 'overtaken' };
}
