import type { TlsPair } from '@flow/platform/http/http-server';
import { OperatorError } from '@flow/platform/values/operator-error';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** Where the certificate of the gateway and its key lie: by reference, never in a setting. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

function textOf(file: string, setting: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new OperatorError(`${setting}: ${file} cannot be read.`, { cause });
  }
}

/** Reads the pair. Throws OperatorError, one line, where a file cannot be read or the two do not belong together. */
export function readCertificate({ cert, key }: CertificateFiles): TlsPair {
  const pair = { cert: textOf(cert, 'TLS_CERT_FILE'), key: textOf(key, 'TLS_KEY_FILE') };
  try {
    createSecureContext(pair);
  } catch {
    // What the system says of a key might tell of the key.
    throw new OperatorError('TLS_CERT_FILE and TLS_KEY_FILE are not a certificate and its key in PEM form.');
  }
  return pair;
}

export interface FollowingCertificate {
  readonly everyMs: number;
  /** The pair that is answered with from now on: the one that was there first, and each renewed one. */
  readonly inUse: (pair: TlsPair) => void;
  readonly renewed: (pair: TlsPair) => void;
  /** The files are not right; the certificate in use stays. */
  readonly refused: (error: unknown) => void;
}

/** Looks at the files now and then, so that a renewed certificate is taken without a restart. The function given back ends it. */
export function followCertificate(
  files: CertificateFiles,
  { everyMs, inUse, renewed, refused }: FollowingCertificate,
): () => void {
  let known = '';
  function look(): void {
    try {
      const pair = readCertificate(files);
      const text = `${pair.cert}\n${pair.key}`;
      if (known === text) return;
      if (known !== '') renewed(pair);
      inUse(pair);
      known = text;
    } catch (error) {
      refused(error);
    }
  }
  look();
  const timer = setInterval(look, everyMs);
  return () => clearInterval(timer);
}
