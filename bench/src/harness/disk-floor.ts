import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender } from './contender';

/** What the disk allows: append that many bytes and sync them, again and again, in this thread. */
export function diskFloor(
  folder: string,
  { writes, bytes }: { readonly writes: number; readonly bytes: number },
): Contender {
  const block = Buffer.alloc(bytes, 0x55);
  return {
    name: 'fdatasync alone',
    label: `appends ${bytes} bytes to a file and syncs them, with no program around it: the physical floor`,
    check: () => Promise.resolve({ wrong: 0, of: 0 }),
    round() {
      const file = openSync(join(folder, 'disk-floor'), 'w');
      const latenciesMs: number[] = [];
      const started = performance.now();
      for (let count = 0; count < writes; count += 1) {
        const from = performance.now();
        writeSync(file, block);
        fdatasyncSync(file);
        latenciesMs.push(performance.now() - from);
      }
      const wallMs = performance.now() - started;
      closeSync(file);
      return Promise.resolve({ operations: writes, wallMs, latenciesMs });
    },
  };
}
