import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { linkOf } from '../application/audit-chain';

/** Where an audit stream ends. */
export interface AuditStreamDocument {
  /** The stream's name. */
  readonly _id: string;
  readonly revision: number;
  readonly hash: string;
  /** No other stream says yet that it ends here. */
  readonly open: boolean;
}

/** The stream after an event of it that says of a look. One of before the chain began has no hash to be told. */
export function streamAfter({ stream, revision, data }: RecordedEvent): AuditStreamDocument | undefined {
  const link = linkOf(data);
  return link && { _id: stream, revision, hash: link.hash, open: true };
}
