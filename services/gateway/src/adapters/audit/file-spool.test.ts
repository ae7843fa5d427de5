import { appendFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntry } from '../../application/audit-entry';
import { createFileSpool } from './file-spool';

const entry = (patient: string): AuditEntry => ({
  viewers: [{ user: 'bea', roles: ['bed-manager'] }],
  patients: [patient],
  class: 'query',
  operation: 'patient',
  correlationId: 'c-1',
});

describe('the spool', () => {
  let folder: string;
  beforeEach(async () => void (folder = join(await mkdtemp(join(tmpdir(), 'flow-spool-')), 'spool')));
  afterEach(async () => rm(join(folder, '..'), { recursive: true, force: true }));

  async function drained(instance: string): Promise<string[]> {
    const patients: string[] = [];
    await createFileSpool(folder, instance).drain(async (entries) => {
      patients.push(...entries.flatMap((one) => one.patients));
    });
    return patients;
  }

  it('outlives the process, loses a line that was cut off, and forgets what was taken', async () => {
    const spool = createFileSpool(folder, 'i1');
    await Promise.all([spool.append([entry('p1'), entry('p2')]), spool.append([entry('p3')])]);
    const [name = ''] = await readdir(folder);
    await appendFile(join(folder, name), '{"viewers":[');
    expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
    expect(await drained('i2')).toStrictEqual(['p1', 'p2', 'p3']);
    expect(await drained('i2')).toStrictEqual([]);
  });

  it('keeps everything that was not taken, and takes more meanwhile', async () => {
    const spool = createFileSpool(folder, 'i1');
    await spool.append([entry('p1')]);
    const refusing = spool.drain(async () => {
      await spool.append([entry('p2')]);
      throw new Error('The store is away.');
    });
    await expect(refusing).rejects.toThrow('The store is away.');
    expect(await drained('i1')).toStrictEqual(['p1', 'p2']);
  });

  it('that never was written to holds nothing', async () => expect(await drained('i1')).toStrictEqual([]));
});
