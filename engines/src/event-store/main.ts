import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lockFolder } from '@flow/platform/engines/folder-lock';
import { openBook } from './book';
import { openCluster } from './cluster';
import { openControl } from './control';
import { createFaultBox } from './faults';
import { openLogFile } from './log-file';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    ports: { type: 'string', default: '0' },
    key: { type: 'string' },
    cert: { type: 'string' },
    credentials: { type: 'string' },
  },
});

/** Says where it serves in `serving.json` of its folder, as soon as it does. */
async function main(): Promise<void> {
  const { folder, key, cert, credentials } = values;
  if (folder === undefined) throw new Error('It needs --folder, for its log.');
  mkdirSync(folder, { recursive: true });
  // Two on one log would each keep half of the events. It goes with the process.
  const lock = lockFolder(folder);
  process.on('exit', () => lock.release());
  const faults = createFaultBox();
  const cluster = await openCluster({
    book: openBook(openLogFile(folder)),
    faults,
    ports: values.ports.split(',').map(Number),
    tls: key === undefined || cert === undefined ? undefined : { key: readFileSync(key), cert: readFileSync(cert) },
    credentials,
  });
  let others = 0;
  const control = await openControl({
    cluster,
    faults,
    async another() {
      others += 1;
      const of = join(folder, `other-${others}`);
      mkdirSync(of);
      const { ports } = await openCluster({ book: openBook(openLogFile(of)), faults: createFaultBox(), ports: [0] });
      return ports[0] ?? 0;
    },
  });
  const serving = join(folder, 'serving.json');
  writeFileSync(`${serving}.new`, JSON.stringify({ pid: process.pid, ports: cluster.ports, control }));
  renameSync(`${serving}.new`, serving);
  process.stdout.write(`A stand-in for EventStoreDB serves on ${cluster.ports.join(', ')}.\n`);
  process.on('SIGTERM', () => process.exit(0));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
