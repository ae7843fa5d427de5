import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { boardsOf, type Boards } from './boards';
import { newFolder, removeFolder, startHere } from './product-here';
import { upgradeMessages } from './upgrade-messages';

const KEPT = ['events.db', 'inbox.db', 'bus.db', 'documents.db', 'site.key', 'hospital', 'partners'];
const BOARDS = 'boards.json';

/** Lets the product of today write a data folder of the small hospital, with its boards beside it, stopped cleanly. */
export async function writeDataFolder(to: string): Promise<void> {
  const folder = await newFolder();
  const here = await startHere(folder);
  try {
    await here.tell(...upgradeMessages);
    await here.settled();
    const boards = await boardsOf(here);
    await here.stop();
    await mkdir(to, { recursive: true });
    await writeFile(join(to, BOARDS), `${JSON.stringify(boards, null, 1)}\n`);
    for (const name of KEPT) await cp(join(folder, name), join(to, name), { recursive: true });
  } finally {
    await here.stop();
    await removeFolder(folder);
  }
}

/** A copy to work on of a kept data folder, and the boards that its own version showed. */
export async function openDataFolder(kept: string): Promise<{ readonly folder: string; readonly boards: Boards }> {
  const folder = await newFolder();
  for (const name of KEPT) await cp(join(kept, name), join(folder, name), { recursive: true });
  return { folder, boards: JSON.parse(await readFile(join(kept, BOARDS), 'utf8')) as Boards };
}
