import { makeBackup } from '@flow/app/backup/make-backup';
import { restoreBackup } from '@flow/app/backup/restore-backup';
import { appConfig } from '@flow/app/product/app-config';
import { loadConfig } from '@flow/platform/config/load-config';
import { join } from 'node:path';
import { adt, admissions } from '../product/adt';
import { becoming } from '../product/certain';
import { idByNumber, orderErasure, untilErased } from '../product/erasing';
import { foundInFiles } from '../product/needles';
import { newFolder, removeFolder, startHere, type ProductHere } from '../product/product-here';

const BOARD = `{ wardBoard(wardId: "W1") { beds { code occupants { family patient { id } } } } }`;
const NAME = 'Testperson1';
const DISCHARGE = adt('A03', {
  controlId: 'GONE',
  patient: 1,
  at: ['W1', '01'],
  when: '20260103090000',
  discharged: true,
});

interface Board {
  readonly wardBoard: {
    readonly beds: readonly {
      readonly code: string;
      readonly occupants: readonly { readonly family: string | null }[];
    }[];
  };
}

async function occupants(here: ProductHere): Promise<readonly (string | null)[]> {
  const { wardBoard } = await (await here.as('bea')).ask<Board>(BOARD);
  return wardBoard.beds.flatMap(({ occupants: all }) => all.map(({ family }) => family));
}

it('somebody who lay in a bed at the backup is erased again, and leaves it when iPM says so again', async () => {
  const base = await newFolder();
  const [old, backup, folder] = [join(base, 'old'), join(base, 'backup'), join(base, 'data')];
  const config = (dataDir: string) => loadConfig(appConfig, { NODE_ENV: 'development', DATA_DIR: dataDir });
  let here = await startHere(old);
  try {
    await here.tell(...admissions(2));
    await here.settled();
    await makeBackup(config(old), backup, '2026-01-31T12:00:00.000Z');
    await here.tell(DISCHARGE);
    await here.settled();
    const patientId = (await idByNumber(await here.as('bea'), 'P1')) ?? '';
    const iggy = await here.as('iggy');
    expect(await becoming('Erasure', 20_000, () => orderErasure(iggy, patientId))).toBe('Erasure');
    await untilErased(iggy, patientId);
    await here.stop();

    await restoreBackup({ ...config(folder), erasures: old }, backup);
    here = await startHere(folder);
    await untilErased(await here.as('iggy'), patientId);
    expect(await foundInFiles(folder, [`${NAME}^`])).toStrictEqual([]);
    expect(await becoming([null, 'Testperson2'], 20_000, () => occupants(here))).toStrictEqual([null, 'Testperson2']);
    await here.tell(DISCHARGE);
    await here.settled();
    expect(await becoming(['Testperson2'], 20_000, () => occupants(here))).toStrictEqual(['Testperson2']);
  } finally {
    await here.stop();
    await removeFolder(base);
  }
});
