import { createHmac } from 'node:crypto';

/**
 * A name for something that must not be readable in it: 64 hex digits of HMAC-SHA-256 under the site key. The purpose keeps
 * names of different kinds apart; the parts are joined so that no two lists of parts give the same name.
 */
export function hmacName(siteKey: Buffer, purpose: string, ...parts: readonly string[]): string {
  const text = [purpose, ...parts].map((part) => `${part.length}:${part}`).join('');
  return createHmac('sha256', siteKey).update(text, 'utf8').digest('hex');
}
