import { readFrame } from '../domain/hl7/charset';
import { partsOf } from '../domain/hl7/content';
import { readEdited, type EditFault } from '../domain/hl7/edited-message';
import type { InboxEvent } from '../domain/inbox/inbox-event';
import { hashesOf, type FrameHashes } from './frame-hashes';
import type { Partners } from './records';

/** An edited text as the sender would have sent it. */
export interface EditedContent extends FrameHashes {
  /** In base64. */
  readonly raw: string;
}

/** Why a text cannot take the place of what came. */
export type EditRefusal =
  | { readonly code: 'NOT_A_MESSAGE' | 'PARTNER_UNKNOWN' }
  | { readonly code: 'EDIT_FAULTS'; readonly faults: readonly EditFault[] };

export function readEdit(entry: InboxEvent, text: string, partners: Partners): EditedContent | EditRefusal {
  if (entry.type !== 'frame-received.v1') return { code: 'NOT_A_MESSAGE' };
  const partner = partners.config(entry.partner);
  if (partner === undefined) return { code: 'PARTNER_UNKNOWN' };
  const original = readFrame(Buffer.from(entry.raw, 'base64'), partner.defaultCharset)?.message;
  if (original === undefined) return { code: 'NOT_A_MESSAGE' };
  const { defaultCharset, limits } = partner;
  const read = readEdited(text, { original, defaultCharset, mostBytes: limits.frameBytes });
  if ('faults' in read) return { code: 'EDIT_FAULTS', faults: read.faults };
  const parts = partsOf(read.bytes);
  if (parts === undefined) return { code: 'EDIT_FAULTS', faults: [{ code: 'NO_HEADER' }] };
  return { raw: Buffer.from(read.bytes).toString('base64'), ...hashesOf(read.bytes, parts) };
}
