import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';

/** What the figures of a run depend on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly filesystem: string;
  /** Over the last 1, 5 and 15 minutes, when this was asked. */
  readonly load: readonly number[];
}

/** The file system of a folder, from the table of mounts; the longest mount point that holds it. */
function filesystemOf(folder: string): string {
  try {
    const mounts = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, point = '']) => point !== '' && (folder === point || folder.startsWith(point.replace(/\/?$/, '/'))))
      .sort(([, one = ''], [, other = '']) => other.length - one.length);
    return mounts[0]?.[2] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

export function thisMachine(folder: string): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    filesystem: filesystemOf(folder),
    load: loadavg().map((load) => Number(load.toFixed(2))),
  };
}

export const drawMachine = ({ cpu, cores, memoryGiB, system, node, filesystem, load }: Machine): string =>
  `${cores} × ${cpu}, ${memoryGiB} GiB, ${system}, Node ${node}, ${filesystem}; load average ${load.join(', ')}`;
