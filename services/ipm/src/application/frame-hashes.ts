import { createHash } from 'node:crypto';
import { lastingHeader, type FrameParts } from '../domain/hl7/content';

/** What a frame is known again by. */
export interface FrameHashes {
  /** SHA-256 in hex of its bytes. */
  readonly sha256: string;
  /** The same without MSH-7 and MSH-13. */
  readonly contentHash: string;
}

export const sha256 = (...parts: readonly (string | Uint8Array)[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

export const hashesOf = (bytes: Uint8Array, { header, rest }: FrameParts): FrameHashes => ({
  sha256: sha256(bytes),
  contentHash: sha256(lastingHeader(header), rest),
});
