import { OperatorError } from '../values/operator-error';
import type { EngineAddresses } from './engine-addresses';
import { readSiteKey } from './named-site-key';
import { eventStoreUrl, secretIn, textOf } from './secret-settings';

/**
 * Reads every file that the settings of the engines name, before any engine is opened. Throws OperatorError with all of their
 * faults, a line each, by setting and file.
 */
export async function refuseUnreadable({
  eventStore,
  inbox,
  kafka,
  mongodb,
  siteKeyFile,
}: EngineAddresses): Promise<void> {
  const { passwordFile } = kafka;
  const read = await Promise.allSettled([
    eventStoreUrl('KURRENTDB_URL', eventStore),
    ...(inbox === eventStore ? [] : [eventStoreUrl('INBOX_STORE_URL', inbox)]),
    ...(passwordFile === undefined ? [] : [secretIn('KAFKA_PASSWORD_FILE', passwordFile)]),
    textOf('MONGODB_URL', mongodb),
    readSiteKey(siteKeyFile),
  ]);
  const faults = read.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
  const told = faults.filter((fault) => fault instanceof OperatorError);
  if (told.length < faults.length) throw faults.find((fault) => !(fault instanceof OperatorError));
  if (told.length > 0) throw new OperatorError(told.map(({ message }) => message).join('\n'), { cause: told[0] });
}
