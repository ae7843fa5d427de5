import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** UTF-16 in both orders, and base64 however the text lies in what was encoded. Windows-1252 is as UTF-8 where it is ASCII. */
function formsOf(text: string): readonly Buffer[] {
  const wide = Buffer.from(text, 'utf16le');
  const within = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]).toString('base64');
    // The first and last letters hold bits of what stands beside it.
    return Buffer.from(encoded.replaceAll('=', '').slice(shift === 0 ? 0 : shift + 1, -1));
  });
  return [Buffer.from(text), Buffer.from(text, 'latin1'), wide, Buffer.from(wide).swap16(), ...within];
}

/** Which of the texts stand in the bytes, in whatever form. */
export const found = (bytes: Buffer, texts: readonly string[]): readonly string[] =>
  texts.filter((text) => formsOf(text).some((form) => bytes.includes(form)));

/** Of every file below the folder: which of the texts it holds. */
export async function foundInFiles(folder: string, texts: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (file) => found(await readFile(file), texts).map((text) => `${file}: ${text}`));
  return (await Promise.all(read)).flat();
}
