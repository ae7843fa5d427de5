import type { Asking } from './asking';
import { certain } from './certain';

const STAYS = '{ wardBoard(wardId: "W1") { beds { occupants { stayId } } } }';
const HISTORY = 'query ($id: ID!) { stay(id: $id) { history { id from what occurredAt } } }';
const COME_WITHIN_MS = 30_000;

interface Stays {
  readonly wardBoard: { readonly beds: readonly { readonly occupants: readonly { readonly stayId: string }[] }[] };
}

interface History {
  readonly stay: { readonly history: readonly unknown[] } | null;
}

/** The histories of so many stays on W1, which the read model alone tells, once it has followed. */
export async function historiesOn(asking: Asking, stays: number): Promise<readonly unknown[]> {
  return certain(`${stays} stays have a history`, COME_WITHIN_MS, async () => {
    const { wardBoard } = await asking.ask<Stays>(STAYS);
    const ids = wardBoard.beds.flatMap(({ occupants }) => occupants.map(({ stayId }) => stayId));
    const found = await Promise.all(ids.map(async (id) => asking.ask<History>(HISTORY, { id })));
    const told = found.filter(({ stay }) => stay !== null && stay.history.length > 0);
    return told.length === stays && found.length === stays ? found : undefined;
  });
}
