import type { MessageDecoded } from '../domain/ledger/ledger';
import type { Effect } from '../domain/ledger/settlement';

/** What the interface asks people to settle. Raising the same twice raises it once. */
export interface InterfaceTasks {
  /** One task a place that no map knows, however many messages name it. */
  unmapped(decoded: MessageDecoded): Promise<readonly Effect[]>;
  raise(kind: 'person-delete-told', decoded: MessageDecoded): Promise<Omit<Effect, 'index'>>;
  /** The map knows these places now. */
  mapped(placeIds: readonly string[], messageId: string): Promise<void>;
}
