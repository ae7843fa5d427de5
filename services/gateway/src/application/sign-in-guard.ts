import type { Identity } from '@flow/platform/security/identity';
import { createHash } from 'node:crypto';
import type { Rates } from './rates';
import type { SignedIn, SignIn } from './sign-in';

/** Who a token speaks for, as every door asks it. `waitMs`: too many bad tokens came from there; try again then. */
export type GuardedSignIn =
  | { readonly identity: Identity; readonly signedIn: SignedIn }
  | { readonly identity?: undefined; readonly waitMs: number };

export interface SignInGuard {
  /** `address`: where the token came from. Throws SignInUnavailable. */
  identify(token: string | undefined, address: string | undefined): Promise<GuardedSignIn>;
}

export interface SignInGuardDeps {
  readonly signIn: SignIn;
  /** Tokens that were refused, by the address that they came from. */
  readonly addressRates: Rates;
  /** A token was not looked at, because too many bad ones came from its address. */
  readonly onLockedOut?: () => void;
}

/** So many tokens that were good are remembered, by their hash; the one not seen for longest is forgotten first. */
const REMEMBERED = 10_000;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64');

function createKnownTokens() {
  const known = new Set<string>();
  return {
    has: (token: string): boolean => known.has(hashOf(token)),
    add(token: string): void {
      const hash = hashOf(token);
      known.delete(hash);
      known.add(hash);
      const [oldest] = known;
      if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    },
  };
}

/**
 * Locks an address out that sends too many bad tokens: what it sends next is not even looked at. Whoever was signed in there
 * before is not locked out with it, for a whole hospital may come from one address.
 */
export function createSignInGuard({ signIn, addressRates, onLockedOut }: SignInGuardDeps): SignInGuard {
  const known = createKnownTokens();
  return {
    async identify(token, address = 'nowhere') {
      const lockedMs = addressRates.wait(address);
      if (lockedMs > 0 && (token === undefined || !known.has(token))) {
        onLockedOut?.();
        return { waitMs: lockedMs };
      }
      const signedIn = token === undefined ? undefined : await signIn.identify(token);
      const identity = signedIn?.now();
      if (signedIn === undefined || identity === undefined || token === undefined)
        return { waitMs: addressRates.take(address) };
      known.add(token);
      return { identity, signedIn };
    },
  };
}
