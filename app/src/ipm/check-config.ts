import { existsSync } from 'node:fs';
import path from 'node:path';
import { readPartnerFiles } from '@flow/ipm/adapters/partners/partner-files';
import { PartnerFileRefused } from '@flow/ipm/adapters/partners/partner-file';
import { readPartner, type Partner } from '@flow/ipm/adapters/partners/read-partner';

export interface Checked {
  /** One for each file that is in order, and one for each fault of the others. */
  readonly lines: readonly string[];
  readonly inOrder: boolean;
}

interface Read {
  readonly file: string;
  readonly partner?: Partner;
  readonly faults: readonly string[];
}

/**
 * Reads partners' files as the interface would, and tells every fault with its file and field. Changes nothing. `folder`: of the
 * partners of the product, whether it runs or not, beside whom these are to be.
 */
export async function checkConfig(files: readonly string[], folder?: string): Promise<Checked> {
  const read = await Promise.all([...new Set(files.map((file) => path.normalize(file)))].map(readOne));
  const inUse = folder === undefined ? [] : await partnersInUse(folder);
  const beside = [...read, ...inUse.filter(({ file }) => !read.some((one) => nameOf(one) === nameOf({ file })))];
  const all = read.map((one) => ({ ...one, faults: [...one.faults, ...samePort(one, beside)] }));
  const lines = all.flatMap((one) =>
    one.faults.length === 0 ? [inOrder(one, inUse)] : one.faults.map((fault) => `${one.file}: ${fault}`),
  );
  return { lines, inOrder: all.every(({ faults }) => faults.length === 0) };
}

const nameOf = ({ file }: Pick<Read, 'file'>): string => path.basename(file, '.json');

/** Those that the product takes: none where it has not been started yet. */
async function partnersInUse(folder: string): Promise<readonly Read[]> {
  if (!existsSync(folder)) return [];
  const found = await readPartnerFiles(folder);
  return found.flatMap((one) =>
    'partner' in one ? [{ file: path.join(folder, `${one.name}.json`), partner: one.partner, faults: [] }] : [],
  );
}

async function readOne(file: string): Promise<Read> {
  try {
    return { file, partner: await readPartner(file), faults: [] };
  } catch (error) {
    if (error instanceof PartnerFileRefused) return { file, faults: error.faults };
    throw error;
  }
}

/** Two partners cannot listen on one port of the same address; 0 lets the system choose. */
function samePort({ file, partner }: Read, all: readonly Read[]): readonly string[] {
  if (!partner || partner.config.listen.port === 0) return [];
  const { host, port } = partner.config.listen;
  const others = all.filter((one) => one.file !== file && one.partner?.config.listen.port === port);
  const clashing = others.filter(
    (one) => [host, one.partner?.config.listen.host].some(isEverywhere) || sameHost(one, host),
  );
  return clashing.map((one) => `listen.port: ${port} is the port of ${one.file} too`);
}

const isEverywhere = (host: string | undefined): boolean => host === '0.0.0.0' || host === '::';

const sameHost = ({ partner }: Read, host: string): boolean => partner?.config.listen.host === host;

function inOrder({ file, partner }: Read, inUse: readonly Read[]): string {
  const config = partner?.config;
  const now = inUse.find((one) => nameOf(one) === nameOf({ file }))?.partner?.config.version;
  const other = now === undefined || now === config?.version ? '' : `; in use is version ${now}`;
  return `${file}: in order (version ${config?.version}, ${config?.location.places.length} places${other})`;
}
