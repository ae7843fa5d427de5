import path from 'node:path';
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

/** Reads partners' files as the interface would, and tells every fault with its file and field. Changes nothing. */
export async function checkConfig(files: readonly string[]): Promise<Checked> {
  const read = await Promise.all([...new Set(files.map((file) => path.normalize(file)))].map(readOne));
  const all = read.map((one) => ({ ...one, faults: [...one.faults, ...samePort(one, read)] }));
  const lines = all.flatMap((one) =>
    one.faults.length === 0 ? [inOrder(one)] : one.faults.map((fault) => `${one.file}: ${fault}`),
  );
  return { lines, inOrder: all.every(({ faults }) => faults.length === 0) };
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

function inOrder({ file, partner }: Read): string {
  const config = partner?.config;
  return `${file}: in order (version ${config?.version}, ${config?.location.places.length} places)`;
}
