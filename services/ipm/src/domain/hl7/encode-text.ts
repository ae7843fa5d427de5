import { decodeText, type Charset } from './charset';

/** By character set, the byte of each character that it has; made when first asked for. */
const tables = new Map<Charset, ReadonlyMap<string, number>>();

function tableOf(charset: Charset): ReadonlyMap<string, number> {
  const known = tables.get(charset);
  if (known) return known;
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const table = new Map(bytes.map((byte) => [decodeText(Uint8Array.of(byte), charset).text, byte]));
  tables.set(charset, table);
  return table;
}

/** The text in that character set, or the number of its first character (from 0, by code points) that the set lacks. */
export function encodeText(
  text: string,
  charset: Charset,
): { readonly bytes: Uint8Array } | { readonly lacking: number } {
  const characters = Array.from(text);
  if (charset === 'utf-8') {
    const lone = characters.findIndex((one) => /^[\ud800-\udfff]$/.test(one));
    return lone < 0 ? { bytes: Buffer.from(text, 'utf8') } : { lacking: lone };
  }
  const table = tableOf(charset);
  const lacking = characters.findIndex((one) => !table.has(one));
  return lacking < 0 ? { bytes: Uint8Array.from(characters, (one) => table.get(one) ?? 0) } : { lacking };
}
