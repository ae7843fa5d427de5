import { readFile } from 'node:fs/promises';
import { asClientReads, connectionStringFault } from '../event-store/eventstoredb/connection-string';
import { OperatorError } from '../values/operator-error';
import { systemFaultOf } from '../values/system-fault';
import type { ByReference } from './engine-addresses';

/** The bytes of a setting's file. Throws OperatorError, one line, where it cannot be read. */
export async function bytesIn(setting: string, file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    const fault = systemFaultOf(cause);
    const why = fault === undefined ? '.' : `: ${fault.what} (${fault.code}). ${fault.remedy}`;
    throw new OperatorError(`${setting}: ${file} cannot be read${why}`, { cause });
  });
}

/** The text of a setting's file, without the space around it. Throws OperatorError, one line, where it cannot be read or is empty. */
export async function secretIn(setting: string, file: string): Promise<string> {
  const text = (await bytesIn(setting, file)).toString('utf8').trim();
  if (text === '') throw new OperatorError(`${setting}: ${file} is empty. Write into it what is to be read there.`);
  return text;
}

/** A setting's text, from its file where it is named by one: then that is the setting `<setting>_FILE`. */
export const textOf = async (setting: string, named: ByReference): Promise<string> =>
  'text' in named ? named.text : secretIn(`${setting}_FILE`, named.file);

/** Where an event store is, as its client reads it. Throws OperatorError, which names the setting and never a value. */
export async function eventStoreUrl(setting: string, named: ByReference): Promise<string> {
  const text = await textOf(setting, named);
  const fault = connectionStringFault(text);
  if (fault === undefined) return asClientReads(text);
  const where = 'text' in named ? setting : `${setting}_FILE: what ${named.file} holds`;
  throw new OperatorError(`${where} ${fault}.`);
}
