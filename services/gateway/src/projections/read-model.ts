import { UnknownEventType, type EventCodec } from '@flow/platform/decider/event-codec';
import { replaceIfNewer, type Collection } from '@flow/platform/documents/documents';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { isRecord } from '../application/audit-chain';
import { AUDIT_EVENTS } from '../application/audit-entry';
import type { BreakGlassEvent } from '../domain/break-glass';
import { streamAfter, type AuditStreamDocument } from './audit-stream-document';
import { breakGlassAfter, type BreakGlassDocument } from './break-glass-document';
import { looksIn, type LookDocument } from './look-document';

/** Everything that is answered about the audit. */
export interface ReadModel {
  readonly looks: Collection<LookDocument>;
  readonly streams: Collection<AuditStreamDocument>;
  readonly breakGlass: Collection<BreakGlassDocument>;
}

export const READ_MODEL_PREFIXES = ['audit-', 'breakGlass-'] as const;

/** Brings the documents of a batch of events up to date. Safe to repeat. */
export async function applyToReadModel(
  model: ReadModel,
  codec: EventCodec<BreakGlassEvent>,
  events: readonly RecordedEvent[],
): Promise<void> {
  for (const event of events) {
    if (event.stream.startsWith('audit-')) await applyEntry(model, event);
    else await applyOpening(model.breakGlass, event, codec.decode(event));
  }
}

async function applyOpening(
  openings: ReadModel['breakGlass'],
  stored: RecordedEvent,
  event: BreakGlassEvent,
): Promise<void> {
  const before = await openings.findOne({ _id: stored.stream.slice(stored.stream.indexOf('-') + 1) });
  const after = breakGlassAfter(before, stored, event);
  if (after !== before) await replaceIfNewer(openings, after, 'revision');
}

async function applyEntry(model: ReadModel, event: RecordedEvent): Promise<void> {
  switch (event.type) {
    case AUDIT_EVENTS.shown:
    case AUDIT_EVENTS.nobody: {
      for (const look of looksIn(event)) await replaceIfNewer(model.looks, look, 'position');
      const after = streamAfter(event);
      if (after) await replaceIfNewer(model.streams, after, 'revision');
      return;
    }
    case AUDIT_EVENTS.sealed:
      await close(model.streams, event);
      return;
    default:
      throw new UnknownEventType(event.type);
  }
}

/** A stream that has gone on since is still to be sealed. */
async function close(streams: ReadModel['streams'], { data: { heads } }: RecordedEvent): Promise<void> {
  for (const { stream, revision } of Array.isArray(heads) ? heads.filter(isRecord) : []) {
    if (typeof stream !== 'string' || typeof revision !== 'number') continue;
    await streams.updateOne({ _id: stream, revision }, { $set: { open: false } });
  }
}
