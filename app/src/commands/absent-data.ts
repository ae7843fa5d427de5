import { refuseHalfRestoredFolder } from '@flow/platform/engines/unfinished-restore';
import { OperatorError } from '@flow/platform/values/operator-error';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isBackup } from '../backup/backup-parts';
import type { AppConfig } from '../product/app-config';
import { refuseNoData } from '../product/data-folder';

/**
 * Throws OperatorError, with what to do, where the settings do not lead to the stores of a product: a command begins no new ones,
 * and opens no backup, which would be another one afterwards.
 */
export function refuseAbsentData({
  dataDir,
  engines,
  hospitalDir,
}: Pick<AppConfig, 'dataDir' | 'engines' | 'hospitalDir'>): void {
  if (isBackup(dataDir))
    throw new OperatorError(
      `${dataDir} is a backup, and a backup is never opened. Name the folder of the product with DATA_DIR, or restore it: npm run backup -- restore ${dataDir}`,
    );
  // Before what is missing of it is taken for never made.
  refuseHalfRestoredFolder(dataDir);
  const started = existsSync(join(dataDir, 'hospital'));
  if (engines !== undefined) {
    if (started || hospitalDir !== undefined) return;
    throw new OperatorError(
      `No process of the product was ever started with the data folder ${dataDir}. Name the folder of one with DATA_DIR, or the hospital's files with HOSPITAL_DIR.`,
    );
  }
  if (started && !existsSync(join(dataDir, 'events.db')))
    throw new OperatorError(
      `${dataDir} holds no stores. Where servers hold those of the product, give this command the settings of its processes: KURRENTDB_URL, KAFKA_BROKERS, MONGODB_URL, SITE_KEY_FILE. Else start the product first.`,
    );
  refuseNoData(dataDir);
}
