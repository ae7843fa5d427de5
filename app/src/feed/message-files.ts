import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { OperatorError } from '@flow/platform/values/operator-error';
import { beginsAsHl7, splitMessages } from './split-messages';

/**
 * The messages of files and folders, in the order given and within a folder in that of the paths. Of a folder, at any depth,
 * every file counts that begins as HL7 does; a file that is named itself has to hold a message. Throws OperatorError.
 */
export async function readMessages(paths: readonly string[]): Promise<readonly Buffer[]> {
  const read: Buffer[] = [];
  for (const each of paths) read.push(...(await messagesAt(each)));
  return read;
}

async function messagesAt(place: string): Promise<readonly Buffer[]> {
  const found = await stat(place).catch((cause: unknown) => {
    throw new OperatorError(`${place} cannot be read: is there such a file or folder?`, { cause });
  });
  const messages = found.isDirectory() ? await messagesIn(place) : splitMessages(await readFile(place));
  if (messages.length === 0) throw new OperatorError(`${place} holds no HL7 message.`);
  return messages;
}

async function messagesIn(folder: string): Promise<readonly Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const messages: Buffer[] = [];
  for (const file of files) {
    const bytes = await readFile(file);
    if (beginsAsHl7(bytes)) messages.push(...splitMessages(bytes));
  }
  return messages;
}
