import path from 'node:path';
import { createSecureContext } from 'node:tls';
import type { PartnerConfig, TlsConfig } from '../../domain/partner/partner-config';
import { PartnerFileRefused, readPartnerFile, textOf } from './partner-file';

/** PEM texts. */
export interface TlsMaterial {
  readonly key: string;
  readonly cert: string;
  readonly ca?: string;
}

/** A partner's file with everything that it names. */
export interface Partner {
  readonly config: PartnerConfig;
  readonly tls?: TlsMaterial;
}

/**
 * Reads a partner's file, its location map and its keys, which are named by their place beside it. Throws
 * PartnerFileRefused with every fault. The file must bear the partner's name: so no name stands in two files.
 */
export async function readPartner(file: string): Promise<Partner> {
  const config = await readPartnerFile(file);
  if (path.basename(file) !== `${config.name}.json`) {
    throw new PartnerFileRefused(file, [`name: is ${config.name}, so the file must be called ${config.name}.json`]);
  }
  return config.tls ? { config, tls: await tlsOf(config.tls, file) } : { config };
}

async function tlsOf({ key, cert, ca }: TlsConfig, file: string): Promise<TlsMaterial> {
  const folder = path.dirname(file);
  const pem = (name: string, field: string) => textOf(path.resolve(folder, name), file, `tls.${field}: `);
  const material: TlsMaterial = {
    key: await pem(key, 'key'),
    cert: await pem(cert, 'cert'),
    ...(ca !== undefined && { ca: await pem(ca, 'ca') }),
  };
  try {
    createSecureContext(material);
  } catch {
    // What the system says of a key might tell of the key.
    throw new PartnerFileRefused(file, ['tls: key, cert and ca do not make a usable pair of PEM files']);
  }
  return material;
}
