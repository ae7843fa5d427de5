import type { BedId, StayId } from '../domain/ids';
import type { SeenRow } from './beds-inputs';

/** The version of a bed's or stay's row as shown to people: the book's count then. Opaque to them. */
export const rowVersion = (seq: number): string => `r${seq}`;

const FORM = /^r(\d{1,15})$/;

/** The row as somebody saw it. Throws RangeError for what is no version of a row. */
export function seenRow(id: BedId | StayId, version: string): SeenRow {
  const [, seq] = FORM.exec(version) ?? [];
  if (seq === undefined) throw new RangeError('Not the version of a row.');
  return { id, seq: Number(seq) };
}
